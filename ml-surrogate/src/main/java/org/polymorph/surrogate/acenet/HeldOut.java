package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.Prediction;

/** What the members say of a label: one of them had not seen it. */
final class HeldOut {
    private HeldOut() {}

    /** Returns energy, forces and stress in the order of a sample's targets. */
    static Evaluation evaluation(double[] observables) {
        int end = observables.length - 6;
        return new Evaluation(
                observables[0],
                Arrays.copyOfRange(observables, 1, end),
                Stress.ofVoigt(Arrays.copyOfRange(observables, end, end + 6)));
    }

    /**
     * Returns what one member says, with the spread of all.
     *
     * @param members observables of each
     * @param own number of the member that had not seen the label
     */
    static Prediction prediction(List<double[]> members, int own) {
        int columns = members.get(0).length;
        double[] variances = variances(members.toArray(double[][]::new));
        double[] forces = new double[(columns - 7) / 3];
        for (int i = 0; i < forces.length; i++) {
            forces[i] = Math.sqrt(variances[1 + 3 * i] + variances[2 + 3 * i] + variances[3 + 3 * i]);
        }
        double[] stress = Arrays.copyOfRange(variances, columns - 6, columns);
        Arrays.setAll(stress, v -> Math.sqrt(stress[v]));
        return new Prediction(evaluation(members.get(own)), Math.sqrt(variances[0]), forces, Stress.ofVoigt(stress));
    }

    /** Returns the unbiased variance of each column. */
    static double[] variances(double[][] rows) {
        double[] variances = new double[rows[0].length];
        for (int c = 0; c < variances.length; c++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[c] / rows.length;
            }
            for (double[] row : rows) {
                variances[c] += (row[c] - mean) * (row[c] - mean) / (rows.length - 1);
            }
        }
        return variances;
    }
}
