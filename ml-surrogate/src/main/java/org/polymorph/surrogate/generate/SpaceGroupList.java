package org.polymorph.surrogate.generate;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.symmetry.SpaceGroupSetting;

/** Reads which space groups are asked for: {@code none}, numbers, ranges such as {@code 75-142}, Hermann–Mauguin symbols. */
final class SpaceGroupList {
    private static final String NONE = "none";

    private SpaceGroupList() {}

    /** Returns the numbers of key {@code spacegroups} in rising order; none if there is to be no symmetry. */
    static List<Integer> of(Settings settings) {
        TreeSet<Integer> numbers = new TreeSet<>();
        List<String> texts = settings.texts("spacegroups");
        for (String text : texts) {
            for (String part : text.split(",", -1)) {
                String word = part.strip();
                if (!word.equals(NONE)) {
                    settings.attempt("spacegroups", () -> numbers(word)).ifPresent(numbers::addAll);
                } else if (texts.size() > 1 || text.contains(",")) {
                    settings.reject("spacegroups", "expected none alone or space groups, found both");
                }
            }
        }
        return List.copyOf(numbers);
    }

    private static List<Integer> numbers(String word) {
        if (word.matches("\\d{1,3}(\\s*-\\s*\\d{1,3})?")) {
            String[] bounds = word.split("-", 2);
            int first = Integer.parseInt(bounds[0].strip());
            int last = Integer.parseInt(bounds[bounds.length - 1].strip());
            if (first < 1 || last > 230 || first > last) {
                throw new IllegalArgumentException(
                        "expected numbers between 1 and 230 in rising order, found \"" + word + "\"");
            }
            return IntStream.rangeClosed(first, last).boxed().toList();
        }
        List<SpaceGroupSetting> named = SpaceGroupSetting.ofSymbol(word);
        if (named.isEmpty()) {
            throw new IllegalArgumentException("expected none, a number such as 227, a range such as 1-230 or a"
                    + " Hermann-Mauguin symbol such as Fd-3m, found \"" + word + "\"");
        }
        return List.of(named.get(0).number());
    }
}
