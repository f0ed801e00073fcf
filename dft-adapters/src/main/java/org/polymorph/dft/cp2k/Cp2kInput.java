package org.polymorph.dft.cp2k;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.crystal.Structure;

/** Writes the input of CP2K for one structure: the cell in Å, positions in fractions of it, all digits. */
final class Cp2kInput {
    /** Name of the input file in the job's directory. */
    static final String FILE = "cp2k.inp";

    private static final String SUBSYS = "FORCE_EVAL/SUBSYS/";

    private Cp2kInput() {}

    /** Returns the text of the input. */
    static String text(Structure structure, Cp2kSettings settings) {
        Cp2kTree tree = settings.treeOf(structure);
        double[] cell = structure.lattice().toArray();
        for (int row = 0; row < 3; row++) {
            tree.set(SUBSYS + "CELL/" + "ABC".charAt(row), vector(cell, row));
        }
        tree.set(SUBSYS + "CELL/PERIODIC", "XYZ");
        List<Cp2kMagnetism.Kind> atoms = settings.magnetism().ofAtoms(structure);
        double[] positions = structure.fractional();
        List<String> lines = new ArrayList<>();
        for (int atom = 0; atom < structure.size(); atom++) {
            lines.add(atoms.get(atom).label() + " " + vector(positions, atom));
        }
        tree.set(SUBSYS + "COORD/SCALED", true);
        tree.set(SUBSYS + "COORD/*", lines);
        InputSettings own = new InputSettings(tree, false);
        atoms.stream().distinct().forEach(kind -> kind(kind, settings, tree, own));
        return tree.text();
    }

    private static void kind(Cp2kMagnetism.Kind kind, Cp2kSettings settings, Cp2kTree tree, InputSettings own) {
        String section = SUBSYS + "KIND " + kind.label() + "/";
        tree.set(section + "ELEMENT", kind.element().symbol());
        tree.set(
                section + "BASIS_SET",
                Cp2kKinds.of(settings.kinds().basis(), kind.element()).name());
        tree.set(
                section + "POTENTIAL",
                Cp2kKinds.of(settings.kinds().potential(), kind.element()).name());
        if (kind.moment() != 0) {
            tree.set(section + "MAGNETIZATION", kind.moment());
        }
        own.readKind(settings.own(), kind.element().symbol(), kind.label());
    }

    private static String vector(double[] rows, int row) {
        return plain(rows[3 * row]) + " " + plain(rows[3 * row + 1]) + " " + plain(rows[3 * row + 2]);
    }

    // the shortest text that gives the same double back
    private static String plain(double value) {
        return Math.abs(value) < 1e-30 ? "0.0" : new BigDecimal(Double.toString(value)).toPlainString();
    }
}
