package org.polymorph.dft.vasp;

import java.util.Arrays;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;

/** The table of Cartesian positions in Å and forces in eV/Å, between two lines of dashes. */
final class OutcarForces {
    private double[] positions = new double[0];
    private double[] forces = new double[0];
    private int count;
    private boolean open;

    /** Says that a table follows. */
    void begin(int atoms) {
        open = true;
        count = 0;
        positions = new double[3 * atoms];
        forces = new double[3 * atoms];
    }

    boolean expectsRow() {
        return open;
    }

    void abandon() {
        open = false;
    }

    /**
     * Reads a line of the table, and returns whether the table ends with it.
     *
     * @throws NumberFormatException if it is neither dashes nor six numbers
     */
    boolean endsWith(AsciiLines line) {
        if (line.has("----", line.indent())) {
            open = count == 0;
            return !open;
        }
        double[] row = FortranNumbers.only(line, 6);
        if (3 * count >= forces.length) {
            positions = Arrays.copyOf(positions, 2 * positions.length + 3);
            forces = Arrays.copyOf(forces, positions.length);
        }
        System.arraycopy(row, 0, positions, 3 * count, 3);
        System.arraycopy(row, 3, forces, 3 * count, 3);
        count++;
        return false;
    }

    double[] positions() {
        return Arrays.copyOf(positions, 3 * count);
    }

    double[] forces() {
        return Arrays.copyOf(forces, 3 * count);
    }
}
