package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.PredictedErrors;
import org.polymorph.surrogate.calibration.Reliability;

/** Curves of reliability, drawn with letters: expected shares to the right, shares found upwards. */
final class ReliabilityPlot {
    private static final int COLUMNS = 51;
    private static final int ROWS = 11;
    private static final char DIAGONAL = '·';
    private static final char SEVERAL = '*';

    private ReliabilityPlot() {}

    static List<String> lines(HeldOutErrors errors) {
        char[][] grid = new char[ROWS][COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            Arrays.fill(grid[row], ' ');
        }
        for (int column = 0; column < COLUMNS; column++) {
            grid[row(expected(column))][column] = DIAGONAL;
        }
        curves(errors).forEach((letter, curve) -> {
            for (int column = 0; column < COLUMNS; column++) {
                double found = column == COLUMNS - 1 ? 1 : curve.within(Reliability.deviations(expected(column)));
                char[] line = grid[row(found)];
                line[column] = line[column] == ' ' || line[column] == DIAGONAL ? letter : SEVERAL;
            }
        });
        List<String> lines = new ArrayList<>();
        lines.add("share of errors found within intervals that are to hold a share of them [%]");
        for (int row = ROWS - 1; row >= 0; row--) {
            lines.add(String.format("%4d │%s", 10 * row, new String(grid[row])).stripTrailing());
        }
        lines.add("     └" + "─".repeat(COLUMNS));
        lines.add("      0         20        40        60        80       100");
        lines.add("      E energy  F forces  S stress  * several  " + DIAGONAL + " as it should be"
                + " (above: σ too large, below: too small)");
        return lines;
    }

    private static Map<Character, PredictedErrors> curves(HeldOutErrors errors) {
        Map<Character, PredictedErrors> curves = new LinkedHashMap<>();
        curves.put('E', errors.energy());
        curves.put('F', errors.forces());
        curves.put('S', errors.stress());
        return curves;
    }

    private static double expected(int column) {
        return (double) column / (COLUMNS - 1);
    }

    private static int row(double share) {
        return (int) Math.round(share * (ROWS - 1));
    }
}
