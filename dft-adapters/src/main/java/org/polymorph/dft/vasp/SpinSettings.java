package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * How spins begin.
 *
 * @param kind {@code none}, {@code ferro}, {@code antiferro}
 * @param moments in μB by element; elements without one begin with 0.6
 */
record SpinSettings(String kind, Map<Element, Double> moments) {
    static final List<String> KEYS = List.of("spin", "moments");
    private static final double WEAK = 0.6;

    SpinSettings {
        moments = Map.copyOf(moments);
    }

    /** Reads the settings; problems are added to them. */
    static SpinSettings read(Settings settings) {
        String kind = settings.choice("spin", "none", List.of("none", "ferro", "antiferro"));
        Map<Element, Double> moments = new TreeMap<>();
        Settings section = settings.section("moments");
        for (String key : section.keys()) {
            if (Element.isSymbol(key)) {
                moments.put(Element.of(key), section.number(key, 0, -20, 20));
            } else {
                section.reject(key, "expected an element's symbol, found \"" + key + "\"");
            }
        }
        if (kind.equals("none") && !moments.isEmpty()) {
            settings.reject("moments", "expected spin: ferro or antiferro beside it, found none");
        }
        return new SpinSettings(kind, moments);
    }

    /** Sets ISPIN and MAGMOM of a structure whose atoms are sorted as in POSCAR. */
    void write(Structure structure, Incar incar) {
        if (kind.equals("none")) {
            return;
        }
        incar.propose("ISPIN", 2).propose("LORBIT", 11);
        List<String> values = new ArrayList<>();
        Map<Element, Integer> seen = new TreeMap<>();
        for (Element element : structure.species()) {
            double moment = moments.getOrDefault(element, WEAK);
            int before = seen.merge(element, 1, Integer::sum);
            // every other atom of an element points down
            boolean down = kind.equals("antiferro") && before % 2 == 0;
            values.add(String.format(Locale.ROOT, "%.3f", down ? -moment : moment));
        }
        incar.propose("MAGMOM", runs(values));
    }

    // VASP reads 4*5.000 as four moments
    private static String runs(List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); ) {
            int end = i;
            while (end < values.size() && values.get(end).equals(values.get(i))) {
                end++;
            }
            text.append(text.isEmpty() ? "" : " ")
                    .append(end - i > 1 ? end - i + "*" : "")
                    .append(values.get(i));
            i = end;
        }
        return text.toString();
    }
}
