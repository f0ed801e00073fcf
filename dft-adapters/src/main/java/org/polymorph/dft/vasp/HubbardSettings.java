package org.polymorph.dft.vasp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * Hubbard corrections after Dudarev: U − J on one shell of an element.
 *
 * @param values U, J in eV and l, by element
 */
record HubbardSettings(Map<Element, Shell> values) {
    static final List<String> KEYS = List.of("hubbard");

    /**
     * One corrected shell.
     *
     * @param l 1, 2 or 3 for p, d, f
     */
    record Shell(double u, double j, int l) {}

    HubbardSettings {
        values = Map.copyOf(values);
    }

    /** Reads {@code hubbard: {Fe: 4.0}} or {@code {Fe: {U: 4.0, J: 0.5, l: 2}}}; problems are added to the settings. */
    static HubbardSettings read(Settings settings) {
        Settings section = settings.section("hubbard");
        Map<Element, Shell> values = new TreeMap<>();
        for (String key : section.keys()) {
            if (!Element.isSymbol(key)) {
                section.reject(key, "expected an element's symbol, found \"" + key + "\"");
                continue;
            }
            Element element = Element.of(key);
            if (section.tree().get(key) instanceof Map) {
                Settings inner = section.section(key);
                values.put(
                        element,
                        new Shell(
                                inner.number("U", 0, -20, 20),
                                inner.number("J", 0, -20, 20),
                                inner.integer("l", shell(element), 1, 3)));
                inner.finish();
            } else {
                values.put(element, new Shell(section.number(key, 0, -20, 20), 0, shell(element)));
            }
        }
        return new HubbardSettings(values);
    }

    // lanthanides and actinides are corrected on f, transition metals on d, the rest on p
    private static int shell(Element element) {
        int z = element.atomicNumber();
        boolean f = (z >= 57 && z <= 71) || (z >= 89 && z <= 103);
        boolean d = (z >= 21 && z <= 30) || (z >= 39 && z <= 48) || (z >= 72 && z <= 80);
        return f ? 3 : d ? 2 : 1;
    }

    /** Sets LDAU and its lists for the elements in the order of POSCAR. */
    void write(List<Element> order, Incar incar) {
        if (order.stream().noneMatch(values::containsKey)) {
            return;
        }
        int highest = order.stream()
                .filter(values::containsKey)
                .mapToInt(element -> shellOf(element).l())
                .max()
                .orElse(2);
        incar.propose("LDAU", true)
                .propose("LDAUTYPE", 2)
                .propose("LDAUL", list(order, shell -> String.valueOf(shell.l())))
                .propose("LDAUU", list(order, shell -> String.format(Locale.ROOT, "%.3f", shell.u())))
                .propose("LDAUJ", list(order, shell -> String.format(Locale.ROOT, "%.3f", shell.j())))
                .propose("LMAXMIX", highest == 3 ? 6 : 4);
    }

    private Shell shellOf(Element element) {
        return values.getOrDefault(element, new Shell(0, 0, -1));
    }

    private String list(List<Element> order, Function<Shell, String> field) {
        return order.stream().map(this::shellOf).map(field).collect(Collectors.joining(" "));
    }
}
