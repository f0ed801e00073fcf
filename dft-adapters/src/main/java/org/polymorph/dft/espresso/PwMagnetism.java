package org.polymorph.dft.espresso;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * How spins begin: not at all, all up, or up and down in turn within each element. {@code spin} is {@code none}, {@code ferro} or
 * {@code antiferro}; {@code moments} gives the initial polarisation of an element's valence electrons, from −1 to 1. The keys
 * {@code nspin} and {@code starting_magnetization} of pw.x do the same for {@code ferro}.
 *
 * @param moments by element; empty without spin
 */
record PwMagnetism(boolean alternating, Map<Element, Double> moments) {
    private static final double LARGE = 0.5;
    private static final double SMALL = 0.3;

    /**
     * A type of atoms in the input.
     *
     * @param label the element's symbol, with a number where atoms of one element begin with different spins
     * @param moment initial polarisation
     */
    record Species(String label, Element element, double moment) {}

    PwMagnetism {
        moments = new TreeMap<>(moments);
    }

    static PwMagnetism read(Settings settings, List<Element> elements) {
        boolean old = settings.has("nspin");
        int nspin = settings.integer("nspin", 1, 1, 2);
        String spin = settings.choice("spin", nspin == 2 ? "ferro" : "none", List.of("none", "ferro", "antiferro"));
        if (old && settings.has("spin") && (nspin == 2) == spin.equals("none")) {
            settings.reject("spin", "expected it to agree with nspin = " + nspin + ", found \"" + spin + "\"");
        }
        if (settings.has("moments") && settings.has("starting_magnetization")) {
            settings.reject("moments", "expected either moments or starting_magnetization, found both");
        }
        Map<Element, Double> moments = moments(settings, elements, old);
        return new PwMagnetism(spin.equals("antiferro"), spin.equals("none") ? Map.of() : moments);
    }

    private static Map<Element, Double> moments(Settings settings, List<Element> elements, boolean old) {
        String key = settings.has("moments") ? "moments" : "starting_magnetization";
        Map<Element, Double> moments = new TreeMap<>();
        if (settings.tree().get(key) instanceof Map) {
            Settings section = settings.section(key);
            elements.forEach(element -> moments.put(element, section.number(element.symbol(), 0, -1, 1)));
            section.finish();
        } else if (settings.has(key) || old) {
            double all = settings.number(key, SMALL, -1, 1);
            elements.forEach(element -> moments.put(element, all));
        } else {
            boolean magnetic = elements.stream().anyMatch(PwMagnetism::isMagnetic);
            elements.forEach(element -> moments.put(element, isMagnetic(element) ? LARGE : magnetic ? 0 : SMALL));
        }
        return moments;
    }

    // elements whose d or f shell is open
    private static boolean isMagnetic(Element element) {
        int z = element.atomicNumber();
        return (z >= 22 && z <= 29) || (z >= 40 && z <= 46) || (z >= 58 && z <= 78) || (z >= 90 && z <= 103);
    }

    /** Writes what the namelists say of spins, for the types of an input. */
    void write(List<Species> species, Namelists namelists) {
        if (moments.isEmpty()) {
            return;
        }
        namelists.set("system", "nspin", 2);
        for (int i = 0; i < species.size(); i++) {
            namelists.set(
                    "system",
                    "starting_magnetization(" + (i + 1) + ")",
                    species.get(i).moment());
        }
    }

    /** Returns the type of each atom: with alternating spins every second atom of a magnetic element is of another one. */
    List<Species> ofAtoms(Structure structure) {
        Map<Element, Integer> seen = new HashMap<>();
        List<Species> atoms = new ArrayList<>();
        for (Element element : structure.species()) {
            double moment = moments.getOrDefault(element, 0.0);
            int count = seen.merge(element, 1, Integer::sum);
            atoms.add(
                    alternating && moment != 0
                            ? new Species(
                                    element.symbol() + (count % 2 == 1 ? 1 : 2),
                                    element,
                                    count % 2 == 1 ? moment : -moment)
                            : new Species(element.symbol(), element, moment));
        }
        return atoms;
    }

    /** Returns the types of a structure in the order of the input: by element, up before down. */
    List<Species> of(Structure structure, List<Element> elements) {
        List<Species> atoms = ofAtoms(structure);
        List<Species> types = new ArrayList<>();
        for (Element element : elements) {
            atoms.stream()
                    .filter(species -> species.element() == element)
                    .distinct()
                    .sorted(java.util.Comparator.comparing(Species::label))
                    .forEach(types::add);
        }
        return types;
    }
}
