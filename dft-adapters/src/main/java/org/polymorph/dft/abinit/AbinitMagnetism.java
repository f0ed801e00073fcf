package org.polymorph.dft.abinit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * How spins begin: not at all, all up, or up and down in turn within each element. {@code spin} is {@code none}, {@code ferro} or
 * {@code antiferro}; {@code moments} gives an element's initial moment in Bohr magnetons.
 *
 * @param moments by element; empty without spin
 */
record AbinitMagnetism(boolean alternating, Map<Element, Double> moments) {
    private static final double LARGE = 3;
    private static final double SMALL = 1;
    private static final double LARGEST = 20;

    AbinitMagnetism {
        moments = new TreeMap<>(moments);
    }

    static AbinitMagnetism read(Settings settings, List<Element> elements) {
        String spin = settings.choice("spin", "none", List.of("none", "ferro", "antiferro"));
        if (spin.equals("none") && settings.has("moments")) {
            settings.reject("moments", "expected spin: ferro or antiferro beside it, found none");
        }
        Map<Element, Double> moments = new TreeMap<>();
        if (settings.has("moments")) {
            Settings section = settings.section("moments");
            elements.forEach(element -> moments.put(element, section.number(element.symbol(), 0, -LARGEST, LARGEST)));
            section.finish();
        } else {
            boolean magnetic = elements.stream().anyMatch(AbinitMagnetism::isMagnetic);
            elements.forEach(element -> moments.put(element, isMagnetic(element) ? LARGE : magnetic ? 0 : SMALL));
        }
        return new AbinitMagnetism(spin.equals("antiferro"), spin.equals("none") ? Map.of() : moments);
    }

    // elements whose d or f shell is open
    private static boolean isMagnetic(Element element) {
        int z = element.atomicNumber();
        return (z >= 22 && z <= 29) || (z >= 40 && z <= 46) || (z >= 58 && z <= 78) || (z >= 90 && z <= 103);
    }

    /** Returns the sum of the moments of a structure if all were parallel. */
    double largest(Structure structure) {
        return structure.species().stream()
                .mapToDouble(element -> Math.abs(moments.getOrDefault(element, 0.0)))
                .sum();
    }

    /** Writes what a structure's input says of spins. */
    void write(Structure structure, AbinitVariables variables) {
        if (moments.isEmpty()) {
            return;
        }
        Map<Element, Integer> seen = new EnumMap<>(Element.class);
        StringBuilder rows = new StringBuilder();
        for (Element element : structure.species()) {
            boolean down = alternating && seen.merge(element, 1, Integer::sum) % 2 == 0;
            double moment = moments.getOrDefault(element, 0.0);
            rows.append(" 0 0 ").append(AbinitVariables.real(down ? -moment : moment));
        }
        variables.set("nsppol", 2);
        variables.set("spinat", rows.toString());
    }
}
