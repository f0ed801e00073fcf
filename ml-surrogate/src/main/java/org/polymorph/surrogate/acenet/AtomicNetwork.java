package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.polymorph.surrogate.network.Dense;

/**
 * The energy of an atom as a function of its features: two hidden layers, and a linear term beside them. Immutable and
 * thread-safe; {@link Pass}es are the scratch space.
 *
 * <p>Blocks of weights: first layer and its bias, second layer and its bias, what sums up its activations, the linear term,
 * and one number for the energy.
 */
record AtomicNetwork(int features, int first, int second) {
    /** Number of blocks of weights. */
    static final int BLOCKS = 7;

    /** The linear term is kept in this unit, so that an optimizer of even steps changes it slower than the layers. */
    static final double LINEAR_UNIT = 0.2;

    private static final double SMALL = 0.1;

    /** Returns whether a block of several networks is one of a layer, which may shrink: the linear term and energies may not. */
    static boolean decays(int block) {
        return block % BLOCKS < BLOCKS - 2;
    }

    /** Returns the blocks of one element's network. */
    static double[][] part(double[][] weights, int element) {
        return Arrays.copyOfRange(weights, element * BLOCKS, (element + 1) * BLOCKS);
    }

    /**
     * Draws initial weights round a linear function: the layers' part of the energy is small at first.
     *
     * @param linear one number a feature, then a constant
     */
    double[][] draw(SplittableRandom random, double[] linear) {
        double[] term = new double[features];
        for (int k = 0; k < features; k++) {
            term[k] = linear[k] / LINEAR_UNIT;
        }
        return new double[][] {
            gaussians(random, features * first, 1 / Math.sqrt(features)),
            random.doubles(first, -1, 1).toArray(),
            gaussians(random, first * second, 1 / Math.sqrt(first)),
            random.doubles(second, -1, 1).toArray(),
            gaussians(random, second, SMALL / Math.sqrt(second)),
            term,
            {linear[features]}
        };
    }

    private static double[] gaussians(SplittableRandom random, int count, double deviation) {
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            values[k] = deviation * random.nextGaussian();
        }
        return values;
    }

    /** Makes scratch space. */
    Pass pass() {
        return new Pass();
    }

    /** Energies with first and second derivatives. Not thread-safe. */
    final class Pass {
        private final Dense one = new Dense(features, first);
        private final Dense two = new Dense(first, second);
        private int rows;
        private double[] z1 = new double[0];
        private double[] a1 = new double[0];
        private double[] s1 = new double[0];
        private double[] c1 = new double[0];
        private double[] beta1 = new double[0];
        private double[] delta1 = new double[0];
        private double[] dot1 = new double[0];
        private double[] work1 = new double[0];
        private double[] z2 = new double[0];
        private double[] a2 = new double[0];
        private double[] s2 = new double[0];
        private double[] c2 = new double[0];
        private double[] delta2 = new double[0];
        private double[] dot2 = new double[0];

        /**
         * Computes energies and their gradients by the features.
         *
         * @param x rows × features
         * @param energies one number a row
         * @param gradients rows × features
         */
        void evaluate(int count, double[] x, double[][] w, double[] energies, double[] gradients) {
            hide(count, x, w);
            energies(x, w, energies);
            gradients(w, gradients);
        }

        /** Computes the first hidden layer. */
        void hide(int count, double[] x, double[][] w) {
            resize(count);
            one.apply(count, x, w[0], w[1], z1);
            Activation.apply(count * first, z1, a1, s1, c1);
        }

        /** Returns the first hidden layer, rows × first; may be changed before {@link #energies}. */
        double[] hidden() {
            return a1;
        }

        /** Goes on from the first hidden layer to the energies, and back to their gradient by it. */
        void energies(double[] x, double[][] w, double[] energies) {
            two.apply(rows, a1, w[2], w[3], z2);
            Activation.apply(rows * second, z2, a2, s2, c2);
            for (int r = 0; r < rows; r++) {
                double sum = w[6][0];
                for (int k = 0; k < second; k++) {
                    sum += w[4][k] * a2[r * second + k];
                    delta2[r * second + k] = w[4][k] * s2[r * second + k];
                }
                for (int k = 0; k < features; k++) {
                    sum += LINEAR_UNIT * w[5][k] * x[r * features + k];
                }
                energies[r] = sum;
            }
            two.pullBack(rows, delta2, w[2], beta1);
        }

        /** Returns the gradient of the energies by the first hidden layer; may be changed before {@link #gradients}. */
        double[] hiddenAdjoint() {
            return beta1;
        }

        /** Goes on to the gradients by the features. */
        void gradients(double[][] w, double[] gradients) {
            for (int k = 0; k < rows * first; k++) {
                delta1[k] = s1[k] * beta1[k];
            }
            for (int r = 0; r < rows; r++) {
                for (int k = 0; k < features; k++) {
                    gradients[r * features + k] = LINEAR_UNIT * w[5][k];
                }
            }
            one.addPullBack(rows, delta1, w[0], gradients);
        }

        /** Computes the derivative of the first hidden layer along tangents of the features. */
        void hideDot(double[] tangents, double[][] w) {
            one.multiply(rows, tangents, w[0], dot1);
            for (int k = 0; k < rows * first; k++) {
                work1[k] = s1[k] * dot1[k];
            }
        }

        /** Returns the derivative of the first hidden layer; may be changed before {@link #pullBackEnergies}. */
        double[] hiddenDot() {
            return work1;
        }

        /**
         * Adds the gradient by the weights behind the first hidden layer of Σ c_r E_r + Σ t_r · ∂E/∂x_r, for the rows of
         * the last {@link #energies}, and by the linear term; and goes back to the first hidden layer.
         *
         * @param factors c, one number a row
         * @param tangents t, rows × features
         */
        void pullBackEnergies(double[] x, double[][] w, double[] factors, double[] tangents, double[][] gradient) {
            two.multiply(rows, work1, w[2], dot2);
            two.addWeights(rows, work1, delta2, gradient[2]);
            double constant = 0;
            for (int r = 0; r < rows; r++) {
                double factor = factors[r];
                constant += factor;
                for (int k = 0; k < second; k++) {
                    int e = r * second + k;
                    gradient[4][k] += factor * a2[e] + s2[e] * dot2[e];
                    z2[e] = w[4][k] * (factor * s2[e] + c2[e] * dot2[e]);
                }
                for (int k = 0; k < features; k++) {
                    int e = r * features + k;
                    gradient[5][k] += LINEAR_UNIT * (factor * x[e] + tangents[e]);
                }
            }
            gradient[6][0] += constant;
            two.addWeights(rows, a1, z2, gradient[2]);
            two.addBias(rows, z2, gradient[3]);
            two.pullBack(rows, z2, w[2], work1);
        }

        /** Returns the adjoint of the first hidden layer; may be changed before {@link #pullBackHidden}. */
        double[] hiddenBoth() {
            return work1;
        }

        /** Adds the gradient by the weights of the first layer. */
        void pullBackHidden(double[] x, double[] tangents, double[][] gradient) {
            for (int k = 0; k < rows * first; k++) {
                z1[k] = s1[k] * work1[k] + c1[k] * dot1[k] * beta1[k];
            }
            one.addWeights(rows, x, z1, gradient[0]);
            one.addWeights(rows, tangents, delta1, gradient[0]);
            one.addBias(rows, z1, gradient[1]);
        }

        private void resize(int count) {
            rows = count;
            if (z1.length != count * first) {
                int n1 = count * first;
                int n2 = count * second;
                z1 = new double[n1];
                a1 = new double[n1];
                s1 = new double[n1];
                c1 = new double[n1];
                beta1 = new double[n1];
                delta1 = new double[n1];
                dot1 = new double[n1];
                work1 = new double[n1];
                z2 = new double[n2];
                a2 = new double[n2];
                s2 = new double[n2];
                c2 = new double[n2];
                delta2 = new double[n2];
                dot2 = new double[n2];
            }
        }
    }
}
