package org.polymorph.surrogate.ace;

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

    /** Returns the energy of the atom at a place of the rows. */
    double value(double[][] invariants, int place) {
        double sum = constant;
        for (int f = 0; f < coefficients.length; f++) {
            sum += coefficients[f] * invariants[f][place];
        }
        return sum;
    }

    /**
     * Computes the derivatives of the energy by the densities for the atoms at some places.
     *
     * @param tensors the components of {@link TensorRows}
     * @param adjoints a row for each density
     */
    void gradient(double[][] tensors, int from, int to, double[][] adjoints) {
        int first = 0;
        for (int c = 0; c < channels.length; c += 3) {
            int end = channels[c + 2];
            for (int m = 0; m < channels[c + 1]; m++) {
                TensorRows.combine(tensors, components, weights, first, end, m, adjoints[channels[c] + m], from, to);
            }
            first = end;
        }
    }
}
