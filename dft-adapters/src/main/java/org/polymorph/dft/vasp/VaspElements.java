package org.polymorph.dft.vasp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.crystal.Element;

/** Elements by the names that VASP's files have for them. */
final class VaspElements {
    private static final Pattern WORD = Pattern.compile("([A-Z][a-z]?)(?:[_.].*|\\d.*)?");

    private VaspElements() {}

    /** Returns the element of a POTCAR's TITEL, such as {@code PAW_PBE Ni_pv 06Sep2000} or {@code US Si}. */
    static Optional<Element> ofTitle(String title) {
        for (String word : title.trim().split("\\s+", -1)) {
            if (!word.startsWith("PAW") && !word.equals("US") && !word.equals("NC")) {
                Optional<Element> element = ofLabel(word);
                if (element.isPresent()) {
                    return element;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the element of a label, such as {@code Si}, {@code Si_pv}, {@code H.75}, {@code O_s}. */
    static Optional<Element> ofLabel(String label) {
        Matcher matcher = WORD.matcher(label.trim());
        return matcher.matches() && Element.isSymbol(matcher.group(1))
                ? Optional.of(Element.of(matcher.group(1)))
                : Optional.empty();
    }
}
