package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * How spins begin: {@code spin} is {@code none}, {@code ferro} or {@code antiferro}, every second atom of an element down;
 * {@code moments} are those that the elements begin with in μB, 0.6 where nothing is said.
 *
 * @param moments by element; empty without spin
 * @param multiplicity 0 where it follows from the moments
 */
record Cp2kMagnetism(boolean alternating, Map<Element, Double> moments, int multiplicity) {

    private static final double WEAK = 0.6;

    /**
     * A kind of atoms in the input.
     *
     * @param label the element's symbol, with a number where atoms of one element begin with different spins
     */
    record Kind(String label, Element element, double moment) {}

    Cp2kMagnetism {
        moments = new TreeMap<>(moments);
    }

    static Cp2kMagnetism read(Settings settings, List<Element> elements) {
        String spin = settings.choice("spin", "none", List.of("none", "ferro", "antiferro"));
        int multiplicity = settings.integer("multiplicity", 0, 1, 10_000);
        Map<Element, Double> moments = new TreeMap<>();
        Settings section = settings.section("moments");
        elements.forEach(element -> moments.put(element, section.number(element.symbol(), WEAK, -20, 20)));
        section.finish();
        if (spin.equals("none") && (settings.has("moments") || multiplicity > 0)) {
            settings.reject("spin", "expected ferro or antiferro beside moments or multiplicity, found none");
        }
        return new Cp2kMagnetism(spin.equals("antiferro"), spin.equals("none") ? Map.of() : moments, multiplicity);
    }

    boolean isPolarised() {
        return !moments.isEmpty();
    }

    /** Returns the kind of each atom: with alternating spins every second one of a magnetic element is of another kind. */
    List<Kind> ofAtoms(Structure structure) {
        Map<Element, Integer> seen = new HashMap<>();
        List<Kind> atoms = new ArrayList<>();
        for (Element element : structure.species()) {
            double moment = moments.getOrDefault(element, 0.0);
            int count = seen.merge(element, 1, Integer::sum);
            boolean down = count % 2 == 0;
            String number = alternating && moment != 0 ? down ? "2" : "1" : "";
            atoms.add(new Kind(element.symbol() + number, element, number.isEmpty() || !down ? moment : -moment));
        }
        return atoms;
    }

    /**
     * Sets the spins of a structure.
     *
     * @param electrons of all atoms, less the charge
     */
    void write(Structure structure, int electrons, Cp2kTree tree) {
        if (!isPolarised()) {
            return;
        }
        double sum = ofAtoms(structure).stream().mapToDouble(Kind::moment).sum();
        int unpaired = (int) Math.min(electrons, Math.round(Math.abs(sum)));
        if ((electrons - unpaired) % 2 != 0) {
            unpaired += unpaired < electrons ? 1 : -1;
        }
        tree.set("FORCE_EVAL/DFT/UKS", true);
        tree.set("FORCE_EVAL/DFT/MULTIPLICITY", multiplicity > 0 ? multiplicity : unpaired + 1);
        tree.set("FORCE_EVAL/DFT/PRINT/MULLIKEN/_", "ON");
    }
}
