package org.polymorph.surrogate.acenet;

import java.util.List;

/**
 * How well each label is predicted by the member that was not trained on it: mean absolute errors, and the factors by which
 * the members' spread is to be multiplied to be as large as the errors. Not thread-safe.
 */
final class HeldOut {
    private static final int KINDS = 3;

    private final double[] absolute = new double[KINDS];
    private final double[] squares = new double[KINDS];
    private final double[] variances = new double[KINDS];
    private final int[] counts = new int[KINDS];

    /**
     * Adds a label.
     *
     * @param predictions what each member says of it
     * @param own the member that was not trained on it
     */
    void add(Sample sample, List<double[]> predictions, int own) {
        int columns = sample.target().length;
        for (int c = 0; c < columns; c++) {
            int kind = c == 0 ? 0 : c < columns - 6 ? 1 : 2;
            double unit = c == 0 ? 1.0 / sample.atoms() : 1;
            double mean = 0;
            double square = 0;
            for (double[] prediction : predictions) {
                mean += prediction[c] / predictions.size();
            }
            for (double[] prediction : predictions) {
                double off = prediction[c] - mean;
                square += off * off / (predictions.size() - 1);
            }
            double error = (predictions.get(own)[c] - sample.target()[c]) * unit;
            absolute[kind] += Math.abs(error);
            squares[kind] += error * error;
            variances[kind] += square * unit * unit;
            counts[kind]++;
        }
    }

    /** Returns the mean absolute errors of energies (eV/atom), force components (eV/Å) and stress components (eV/Å³). */
    double[] errors() {
        double[] means = absolute.clone();
        for (int kind = 0; kind < KINDS; kind++) {
            means[kind] /= Math.max(1, counts[kind]);
        }
        return means;
    }

    /** Returns the factors on the deviations of energy, force and stress; 1 where nothing is known. */
    double[] calibration() {
        double[] factors = new double[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            factors[kind] = variances[kind] > 0 && squares[kind] > 0 ? Math.sqrt(squares[kind] / variances[kind]) : 1;
        }
        return factors;
    }
}
