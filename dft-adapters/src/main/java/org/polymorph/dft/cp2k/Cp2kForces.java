package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.units.Units;

/**
 * The block of forces of one geometry: a line for each atom and one with their sum, by which they are checked. In 2023.1 the lines
 * hold atom, kind, element and three numbers with 8 decimals; in 2025 the atom and three numbers with 8 digits.
 */
final class Cp2kForces {
    private static final double FORCE = Units.HARTREE / Units.BOHR;
    private static final Pattern LINE = Pattern.compile("\\s*(\\d+)\\s+\\d+\\s+[A-Za-z]\\w*\\s+(.*)");
    private static final Pattern SUM = Pattern.compile("\\s*SUM OF ATOMIC FORCES\\s+(.*)");
    private static final Pattern NEW_LINE = Pattern.compile("\\s*FORCES\\|\\s+(\\d+)\\s+(.*)");
    private static final Pattern NEW_SUM = Pattern.compile("\\s*FORCES\\|\\s+Sum\\s+(.*)");
    /** Hartree/bohr: what rounding a force and the sum leaves, for each atom. */
    private static final double ROUNDING = 1e-8;

    private final List<double[]> rows = new ArrayList<>();
    private boolean open;
    private boolean complete;
    private boolean wrong;

    /** Returns whether a line belongs to the block, and takes it. */
    boolean accept(String line) {
        if (line.contains("ATOMIC FORCES in [a.u.]") || line.contains("FORCES| Atomic forces [hartree/bohr]")) {
            rows.clear();
            open = true;
            complete = false;
            return true;
        }
        if (!open || line.trim().startsWith("#") || line.matches("\\s*FORCES\\|\\s+Atom\\s.*")) {
            return open;
        }
        Matcher sum = SUM.matcher(line);
        Matcher newSum = NEW_SUM.matcher(line);
        Matcher row = LINE.matcher(line);
        Matcher newRow = NEW_LINE.matcher(line);
        if (sum.matches()) {
            close(sum.group(1), 4);
        } else if (newSum.matches()) {
            close(newSum.group(1), 3);
        } else if (row.matches()) {
            add(row, 3);
        } else if (newRow.matches()) {
            add(newRow, 4);
        } else {
            open = false;
            wrong = true;
            return false;
        }
        return true;
    }

    private void add(Matcher row, int numbers) {
        if (Integer.parseInt(row.group(1)) != rows.size() + 1) {
            throw new NumberFormatException("expected the force on atom " + (rows.size() + 1));
        }
        rows.add(FortranNumbers.only(row.group(2), numbers));
    }

    private void close(String text, int numbers) {
        open = false;
        double[] sum = FortranNumbers.only(text, numbers);
        double largest = rows.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        for (int k = 0; k < 3; k++) {
            double own = 0;
            for (double[] row : rows) {
                own += row[k];
            }
            // a number of many digits has fewer decimals
            wrong |= Math.abs(own - sum[k]) > ROUNDING * (rows.size() + 1) * Math.max(1, largest);
        }
        complete = true;
    }

    /** Returns what is wrong with the block; empty if nothing is, or if there is none. */
    Optional<String> problem() {
        return wrong ? Optional.of("the atomic forces do not add up to their sum") : Optional.empty();
    }

    /** Returns N×3 in eV/Å; empty if the block was not there to its end. */
    double[] values() {
        double[] values = new double[complete && !wrong ? 3 * rows.size() : 0];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i / 3)[i % 3] * FORCE + 0.0;
        }
        return values;
    }
}
