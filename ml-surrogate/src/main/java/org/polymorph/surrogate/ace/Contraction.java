package org.polymorph.surrogate.ace;

import java.util.Arrays;
import java.util.List;

/** One linear combination of the invariants of a centre: an energy. Immutable and thread-safe. */
final class Contraction {
    private final double constant;
    private final double[] coefficients;
    private final int[] channels; // density, width, end of its terms
    private final int[] components;
    private final double[] weights;

    /**
     * Compiles.
     *
     * @param coefficients of the constant and the invariants, from {@code at} on
     */
    Contraction(AceBasis basis, double[] coefficients, int at) {
        this.constant = coefficients[at];
        this.coefficients = new double[basis.invariants().size()];
        System.arraycopy(coefficients, at + 1, this.coefficients, 0, this.coefficients.length);
        List<SlopeTensors.Channel> all = basis.tensors().channels();
        channels = new int[3 * all.size()];
        components = all.stream()
                .flatMap(channel -> channel.uses().stream())
                .mapToInt(SlopeTensors.Use::component)
                .toArray();
        weights = all.stream()
                .flatMap(channel -> channel.uses().stream())
                .mapToDouble(use -> this.coefficients[use.invariant()] * use.factor())
                .toArray();
        int end = 0;
        for (int c = 0; c < all.size(); c++) {
            end += all.get(c).uses().size();
            channels[3 * c] = all.get(c).density();
            channels[3 * c + 1] = all.get(c).width();
            channels[3 * c + 2] = end;
        }
    }

    /** Returns the energy. */
    double value(double[] invariants) {
        double sum = constant;
        for (int f = 0; f < coefficients.length; f++) {
            sum += coefficients[f] * invariants[f];
        }
        return sum;
    }

    /**
     * Computes the derivatives of the energy by the densities.
     *
     * @param tensors the components of {@link TensorValues}
     */
    void gradient(double[] tensors, double[] adjoint) {
        Arrays.fill(adjoint, 0);
        int first = 0;
        for (int c = 0; c < channels.length; c += 3) {
            int end = channels[c + 2];
            int m = 0;
            for (; m + 3 <= channels[c + 1]; m += 3) {
                addThree(tensors, m, first, end, adjoint, channels[c] + m);
            }
            for (; m < channels[c + 1]; m++) {
                double sum = 0;
                for (int k = first; k < end; k++) {
                    sum += weights[k] * tensors[components[k] + m];
                }
                adjoint[channels[c] + m] = sum;
            }
            first = end;
        }
    }

    private void addThree(double[] tensors, int m, int first, int end, double[] adjoint, int at) {
        double a = 0;
        double b = 0;
        double c = 0;
        for (int k = first; k < end; k++) {
            double weight = weights[k];
            int component = components[k] + m;
            a += weight * tensors[component];
            b += weight * tensors[component + 1];
            c += weight * tensors[component + 2];
        }
        adjoint[at] = a;
        adjoint[at + 1] = b;
        adjoint[at + 2] = c;
    }
}
