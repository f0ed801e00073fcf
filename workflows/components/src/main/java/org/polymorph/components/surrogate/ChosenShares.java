package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a round's new structures were shared out over the generators, as the history has it. Immutable.
 *
 * @param adaptive whether the shares followed what the generators had found
 */
public record ChosenShares(boolean adaptive, List<Share> shares) {
    /** Kind of the event that tells them. */
    public static final String EVENT = "SharesChosen";

    private static final Pattern SHARE =
            Pattern.compile("(\\S+) (\\d+)(?: of (\\d+))? \\(found ([0-9.]+) of ([0-9.]+)\\)");

    public ChosenShares {
        shares = List.copyOf(shares);
    }

    /**
     * What one generator was given.
     *
     * @param made structures that it made
     * @param asked structures that it was asked for
     * @param found weighted number of its structures that were the first of one of the lowest clusters
     * @param tried weighted number of all its structures before this round
     */
    public record Share(String generator, int made, int asked, double found, double tried) {
        /** Returns for example {@code splice 14 (found 2.8 of 11.2)}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %d%s (found %.1f of %.1f)",
                    generator,
                    made,
                    made < asked ? " of " + asked : "",
                    found,
                    tried);
        }
    }

    /** Reads what {@link #toString} has written; empty if it is nothing of that kind. */
    public static Optional<ChosenShares> parse(String text) {
        String[] parts = text.split(": ", 2);
        List<Share> shares = new ArrayList<>();
        for (String part : parts[parts.length - 1].split("; ", -1)) {
            Matcher matcher = SHARE.matcher(part);
            if (parts.length < 2 || !matcher.matches()) {
                return Optional.empty();
            }
            String made = matcher.group(2);
            String asked = matcher.group(3) == null ? made : matcher.group(3);
            shares.add(new Share(
                    matcher.group(1),
                    Integer.parseInt(made),
                    Integer.parseInt(asked),
                    Double.parseDouble(matcher.group(4)),
                    Double.parseDouble(matcher.group(5))));
        }
        return Optional.of(new ChosenShares(parts[0].equals("adaptive"), shares));
    }

    /** Returns the shares in words, without how they were chosen. */
    public String words() {
        return shares.stream().map(Share::toString).collect(Collectors.joining("; "));
    }

    /** Returns for example {@code adaptive: random 9 (found 3.2 of 71.4); splice 14 (found 2.8 of 11.2)}. */
    @Override
    public String toString() {
        return (adaptive ? "adaptive: " : "fixed: ") + words();
    }
}
