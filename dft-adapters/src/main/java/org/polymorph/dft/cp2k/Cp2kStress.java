package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.units.Units;

/** The block of the stress tensor of one geometry. CP2K prints a pressure: positive where the cell wants to grow. */
final class Cp2kStress {
    private static final Pattern HEAD = Pattern.compile("\\s*STRESS\\| Analytical stress tensor \\[(GPa|bar)\\]\\s*");
    private static final Pattern ROW = Pattern.compile("\\s*STRESS\\|\\s+([xyz])\\s+([-\\d*N].*)");
    private static final Pattern TRACE = Pattern.compile("\\s*STRESS\\| 1/3 Trace\\s+(.*)");
    private static final double RELATIVE = 1e-9;

    private final List<double[]> rows = new ArrayList<>();
    private double unit;
    private boolean open;
    private boolean complete;
    private boolean wrong;

    /** Returns whether a line belongs to the block, and takes it. */
    boolean accept(String line) {
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            unit = head.group(1).equals("GPa") ? Units.GPA : 1e-4 * Units.GPA;
            rows.clear();
            open = true;
            complete = false;
            return true;
        }
        if (!open || !line.startsWith(" STRESS|")) {
            wrong |= open;
            open = false;
            return false;
        }
        Matcher row = ROW.matcher(line);
        Matcher trace = TRACE.matcher(line);
        if (trace.matches()) {
            close(FortranNumbers.only(trace.group(1), 1)[0]);
        } else if (row.matches()) {
            if (!row.group(1).equals("" + "xyzx".charAt(Math.min(3, rows.size())))) {
                throw new NumberFormatException("expected another row of the stress");
            }
            rows.add(FortranNumbers.only(row.group(2), 3));
        }
        return true;
    }

    // the matrix is symmetric, and its trace is told once more
    private void close(double third) {
        open = false;
        complete = rows.size() == 3;
        double largest = rows.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        double trace = 0;
        for (int i = 0; i < rows.size(); i++) {
            trace += rows.get(i)[i];
            for (int j = 0; j < i; j++) {
                wrong |= Math.abs(rows.get(i)[j] - rows.get(j)[i]) > RELATIVE * largest;
            }
        }
        wrong |= !complete || Math.abs(trace / 3 - third) > RELATIVE * largest;
    }

    /** Returns what is wrong with the block; empty if nothing is, or if there is none. */
    Optional<String> problem() {
        return wrong ? Optional.of("the stress tensor contradicts itself") : Optional.empty();
    }

    /** Returns the stress; empty if the block was not there to its end. */
    Optional<Stress> value() {
        if (!complete || wrong) {
            return Optional.empty();
        }
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++) {
            matrix[i] = -unit * rows.get(i / 3)[i % 3] + 0.0;
        }
        return Optional.of(Stress.ofMatrix(matrix));
    }
}
