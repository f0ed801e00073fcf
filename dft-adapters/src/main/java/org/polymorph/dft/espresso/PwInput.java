package org.polymorph.dft.espresso;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Writes the input of pw.x for one structure: the cell in Å, positions in fractions of it, all digits. */
final class PwInput {
    /** Name of the input file in the job's directory. */
    static final String FILE = "pw.in";
    /** pw.x's prefix of file names. */
    static final String PREFIX = "pw";
    /** Directory below the job's where pw.x keeps its files. */
    static final String OUT_DIRECTORY = "out";

    private PwInput() {}

    /**
     * Returns the text of the input.
     *
     * @param pseudoDirectory where the pseudopotentials are when the job runs
     * @param fileNames their names there
     */
    static String text(
            Structure structure, PwSettings settings, String pseudoDirectory, Map<Element, String> fileNames) {
        List<PwMagnetism.Species> types = settings.magnetism().of(structure, settings.elements());
        List<String> labels = settings.magnetism().ofAtoms(structure).stream()
                .map(PwMagnetism.Species::label)
                .toList();
        Namelists namelists = settings.namelists().copy();
        namelists.set("control", "pseudo_dir", pseudoDirectory);
        namelists.set("system", "ibrav", 0);
        namelists.set("system", "nat", structure.size());
        namelists.set("system", "ntyp", types.size());
        settings.magnetism().write(types, namelists);
        settings.hubbard().write(types, namelists);
        StringBuilder text =
                new StringBuilder(namelists.text(settings.inputSet().relaxes()));
        text.append("ATOMIC_SPECIES\n");
        for (PwMagnetism.Species type : types) {
            text.append(type.label()).append(' ');
            text.append(plain(type.element().mass())).append(' ');
            text.append(fileNames.get(type.element())).append('\n');
        }
        text.append("CELL_PARAMETERS angstrom\n");
        Lattice lattice = structure.lattice();
        vectors(text, lattice.toArray(), "", List.of());
        text.append("ATOMIC_POSITIONS crystal\n");
        vectors(text, structure.fractional(), " ", labels);
        text.append("K_POINTS automatic\n")
                .append(settings.meshFor(structure).card())
                .append('\n')
                .append(settings.hubbard().card(types));
        return text.toString();
    }

    private static void vectors(StringBuilder text, double[] rows, String separator, List<String> labels) {
        for (int i = 0; i < rows.length; i += 3) {
            if (!labels.isEmpty()) {
                text.append(labels.get(i / 3));
            }
            text.append(separator).append(plain(rows[i]));
            text.append(' ').append(plain(rows[i + 1]));
            text.append(' ').append(plain(rows[i + 2])).append('\n');
        }
    }

    // pw.x reads positions as expressions, so no exponents; the shortest text that gives the same double back
    static String plain(double value) {
        return Math.abs(value) < 1e-30 ? "0.0" : new BigDecimal(Double.toString(value)).toPlainString();
    }
}
