package org.polymorph.surrogate.ace;

import java.util.List;

/** Mean absolute errors of a fit on its own data. */
final class TrainingErrors {
    private TrainingErrors() {}

    /** Returns those of energy (eV/atom), force components (eV/Å) and stress components (eV/Å³). */
    static double[] of(List<ObservableRows> rows, double[] coefficients) {
        double[] sums = new double[ObservableRows.KINDS];
        int[] counts = new int[ObservableRows.KINDS];
        for (ObservableRows row : rows) {
            int columns = row.columns();
            double[] error = row.target().clone();
            for (int f = 0; f < coefficients.length; f++) {
                for (int c = 0; c < columns; c++) {
                    error[c] -= coefficients[f] * row.design()[f * columns + c];
                }
            }
            double[] unit = {1, 1, row.atoms() / row.volume()};
            for (int kind = 0; kind < ObservableRows.KINDS; kind++) {
                for (int c = row.from(kind); c < row.to(kind); c++) {
                    sums[kind] += Math.abs(error[c]) * row.noise()[c] * unit[kind];
                    counts[kind]++;
                }
            }
        }
        for (int kind = 0; kind < ObservableRows.KINDS; kind++) {
            sums[kind] /= Math.max(1, counts[kind]);
        }
        return sums;
    }
}
