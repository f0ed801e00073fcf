package org.polymorph.dft.abinit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/**
 * Variables with their values as an input gives them, or as ABINIT prints them before and after a computation. Only those that
 * say what was computed are kept.
 */
final class AbinitEcho {
    private static final Set<String> KEPT = Set.of(
            "acell", "rprim", "natom", "ntypat", "typat", "znucl", "xred", "etotal", "fcart", "strten", "irdwfk");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]\\w*");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private List<String> current = new ArrayList<>();

    /** Takes a line: a name with values, or more values of the last name. */
    void accept(String line) {
        String text = line.startsWith("-") || line.startsWith("P") ? line.substring(1) : line;
        for (String word : text.trim().split("\\s+", -1)) {
            if (NAME.matcher(word).matches()) {
                if (!unit(word)) {
                    current = new ArrayList<>();
                    if (KEPT.contains(word)) {
                        values.put(word, current);
                    }
                }
            } else if (!word.isEmpty()) {
                current.add(word);
            }
        }
    }

    private static boolean unit(String word) {
        return word.equals("Bohr") || word.equals("Hartree");
    }

    /** Returns how many atoms there are; 0 if that is not told. */
    int atoms() {
        return count("natom");
    }

    private int count(String name) {
        try {
            return numbers(name, 1).map(n -> (int) n[0]).filter(n -> n > 0).orElse(0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Returns the first values of a variable; empty if it is not there or has fewer.
     *
     * @throws NumberFormatException if they are no numbers
     */
    Optional<double[]> numbers(String name, int count) {
        List<String> words = values.getOrDefault(name, List.of());
        return words.size() < count || count == 0
                ? Optional.empty()
                : Optional.of(FortranNumbers.only(String.join(" ", words.subList(0, count)), count));
    }

    /** Returns whether a variable is there. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns the elements of the atoms; none if they are not told. */
    List<Element> species() {
        try {
            double[] types = numbers("typat", atoms()).orElse(new double[0]);
            double[] charges = numbers("znucl", count("ntypat")).orElse(new double[0]);
            List<Element> species = new ArrayList<>();
            for (double type : types) {
                if (type < 1 || type > charges.length) {
                    return List.of();
                }
                species.add(Element.ofNumber((int) charges[(int) type - 1]));
            }
            return species;
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * Returns the geometry; empty if it is not told in full.
     *
     * @throws IllegalArgumentException if it is told, but none
     */
    Optional<Structure> structure() {
        List<Element> species = species();
        Optional<double[]> rows = numbers("rprim", 9);
        if (species.isEmpty() || rows.isEmpty()) {
            return Optional.empty();
        }
        double[] scale = numbers("acell", 3).orElse(new double[] {1, 1, 1});
        double[] lattice = rows.get();
        for (int i = 0; i < 9; i++) {
            lattice[i] *= scale[i / 3] * Units.BOHR;
        }
        // a single atom stands at the origin where nothing is said
        Optional<double[]> sites = numbers("xred", 3 * species.size())
                .or(() -> species.size() == 1 && !has("xred") ? Optional.of(new double[3]) : Optional.empty());
        return sites.map(coordinates -> Structure.of(Lattice.of(lattice), species, coordinates));
    }
}
