package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.network.Perceptron;

/**
 * The update of every atom by itself (Schütt, Unke and Gastegger 2021, arXiv 2102.03150, eq. 9 and 10): its vectors are mixed
 * to V and W; a {@link Perceptron} of its scalars and of the lengths of V gives a, g and b; a + g∘(V·W) is added to the scalars
 * and b∘W to the vectors, unless nobody reads these any more. Keeps what its derivatives need; the methods are called in the order in which they stand here. Not
 * thread-safe.
 *
 * <p>Blocks of weights: mixing to V and W side by side, no bias; those of the perceptron.
 */
final class Mixing {
    /** Number of blocks of weights. */
    static final int BLOCKS = 1 + Perceptron.BLOCKS;

    private final int width;
    private final int block;
    private final boolean vectors;
    private final Dense mix;
    private final Perceptron context;
    private final MixedVectors mixed = new MixedVectors();
    private final MixedVectors mixedDot = new MixedVectors();
    private final MixedVectors mixedAdjoint = new MixedVectors();
    private final MixedVectors mixedBoth = new MixedVectors();
    private final Channels adjoint = new Channels(Channels.FEATURES);
    /** The perceptron's a, g and b. */
    private final Channels factors;

    private final Channels factorDots;
    private final Channels factorAdjoints;
    private double[] length = new double[0];
    private double[] lengthDot = new double[0];
    private double[] lengthAdjoint = new double[0];
    private double[] product = new double[0];
    private double[] productDot = new double[0];
    private double[] productAdjoint = new double[0];
    private double[] lengthBoth = new double[0];
    private double[] productBoth = new double[0];
    private double[] other = new double[0];
    private double[] known = new double[0];
    private double[] knownDot = new double[0];
    private double[] knownBoth = new double[0];
    private double[] flat = new double[0];
    private double[] flatAdjoint = new double[0];

    /**
     * Makes a mixing.
     *
     * @param block its first block of weights
     * @param vectors whether it changes vectors
     */
    Mixing(int width, int block, boolean vectors) {
        this.width = width;
        this.block = block;
        this.vectors = vectors;
        mix = mix(width);
        context = context(width, vectors);
        factors = new Channels(vectors ? 3 : 2);
        factorDots = new Channels(factors.count());
        factorAdjoints = new Channels(factors.count());
    }

    static Dense mix(int width) {
        return new Dense(width, 2 * width);
    }

    static Perceptron context(int width, boolean vectors) {
        return new Perceptron(2 * width, width, (vectors ? 3 : 2) * width);
    }

    Perceptron context() {
        return context;
    }

    /** Changes features. */
    void forward(int atoms, double[][] weights, Channels features) {
        resize(features.get(0).length);
        mixed.of(features, width, mix, weights[block]);
        mixed.lengths(length);
        mixed.products(mixed, product);
        Channels.join(known, width, features.get(0), length);
        context.apply(atoms, known, weights, block + 1, flat);
        Channels.split(flat, width, factors.all());
        Elementwise.add(factors.get(0), features.get(0));
        Elementwise.addProduct(factors.get(1), product, features.get(0));
        if (vectors) {
            for (int c = 0; c < 3; c++) {
                Elementwise.addProduct(factors.get(2), mixed.w(c), features.get(1 + c));
            }
        }
    }

    /** From the adjoint of the features after it to that of those before it. */
    void backward(double[][] weights, Channels features) {
        adjoint.copy(features);
        double[] scalar = adjoint.get(0);
        Elementwise.multiply(scalar, factors.get(1), productAdjoint);
        System.arraycopy(scalar, 0, factorAdjoints.get(0), 0, scalar.length);
        Elementwise.multiply(scalar, product, factorAdjoints.get(1));
        if (vectors) {
            mixed.alongW(adjoint, factorAdjoints.get(2));
        }
        Channels.join(flatAdjoint, width, factorAdjoints.all());
        context.pullBack(flatAdjoint, knownBoth);
        Channels.split(knownBoth, width, other, lengthAdjoint);
        Elementwise.add(other, features.get(0));
        divide(lengthAdjoint, length, other);
        for (int c = 0; c < 3; c++) {
            Elementwise.multiply(productAdjoint, mixed.v(c), mixedAdjoint.w(c));
            if (vectors) {
                Elementwise.addProduct(adjoint.get(1 + c), factors.get(2), mixedAdjoint.w(c));
            }
            Elementwise.multiplyBoth(productAdjoint, mixed.w(c), other, mixed.v(c), mixedAdjoint.v(c));
        }
        mixedAdjoint.addPullBack(width, mix, weights[block], features);
    }

    /** From the derivative of the features before it to that of those after it. */
    void forwardDot(double[][] weights, Channels featureDots) {
        resizeDots();
        mixedDot.of(featureDots, width, mix, weights[block]);
        mixed.lengthDots(mixedDot, length, lengthDot);
        mixed.products(mixedDot, productDot);
        mixedDot.products(mixed, other);
        Elementwise.add(other, productDot);
        Channels.join(knownDot, width, featureDots.get(0), lengthDot);
        context.applyDot(knownDot, flat);
        Channels.split(flat, width, factorDots.all());
        double[] scalar = featureDots.get(0);
        Elementwise.add(factorDots.get(0), scalar);
        Elementwise.addBoth(factorDots.get(1), product, factors.get(1), productDot, scalar);
        if (vectors) {
            for (int c = 0; c < 3; c++) {
                double[] vector = featureDots.get(1 + c);
                Elementwise.addBoth(factorDots.get(2), mixed.w(c), factors.get(2), mixedDot.w(c), vector);
            }
        }
    }

    /** As {@link #backward}, for an objective of the features and of their derivative. */
    void backwardBoth(double[][] weights, Channels features, double[][] gradient) {
        double[] scalar = features.get(0);
        double[] scalarAdjoint = adjoint.get(0);
        Channels factorBoth = factorAdjoints;
        System.arraycopy(scalar, 0, factorBoth.get(0), 0, scalar.length);
        Elementwise.multiplyBoth(scalar, product, scalarAdjoint, productDot, factorBoth.get(1));
        if (vectors) {
            mixed.alongW(features, factorBoth.get(2));
            mixedDot.alongW(adjoint, other);
            Elementwise.add(other, factorBoth.get(2));
        }
        Channels.join(flat, width, factorBoth.all());
        Elementwise.multiplyBoth(scalar, factors.get(1), scalarAdjoint, factorDots.get(1), productBoth);
        context.pullBackBoth(flat, knownBoth, gradient);
        Channels.split(knownBoth, width, other, lengthBoth);
        Elementwise.add(other, scalar);
        bend();
        for (int c = 0; c < 3; c++) {
            double[] w = mixedBoth.w(c);
            Elementwise.multiplyBoth(productBoth, mixed.v(c), productAdjoint, mixedDot.v(c), w);
            if (vectors) {
                Elementwise.addBoth(features.get(1 + c), factors.get(2), adjoint.get(1 + c), factorDots.get(2), w);
            }
            double[] v = mixedBoth.v(c);
            Elementwise.multiplyBoth(productBoth, mixed.w(c), lengthBoth, mixed.v(c), v);
            Elementwise.addBoth(productAdjoint, mixedDot.w(c), other, mixedDot.v(c), v);
        }
        mixed.addGradient(width, mix, mixedBoth, gradient[block]);
        mixedDot.addGradient(width, mix, mixedAdjoint, gradient[block]);
        mixedBoth.addPullBack(width, mix, weights[block], features);
    }

    // The derivative of the factor n̄/n of V, from that of n̄; leaves the factor itself in other.
    private void bend() {
        for (int k = 0; k < lengthBoth.length; k++) {
            other[k] = lengthAdjoint[k] / length[k];
            lengthBoth[k] = (lengthBoth[k] - other[k] * lengthDot[k]) / length[k];
        }
    }

    private static void divide(double[] a, double[] b, double[] out) {
        for (int k = 0; k < out.length; k++) {
            out[k] = a[k] / b[k];
        }
    }

    private void resize(int count) {
        if (length.length != count) {
            length = new double[count];
            lengthAdjoint = new double[count];
            product = new double[count];
            productAdjoint = new double[count];
            other = new double[count];
            known = new double[2 * count];
            knownBoth = new double[2 * count];
            flat = new double[factors.count() * count];
            flatAdjoint = new double[flat.length];
        }
        factors.resize(count);
        factorAdjoints.resize(count);
        mixed.resize(count);
        mixedAdjoint.resize(count);
    }

    private void resizeDots() {
        int count = length.length;
        if (lengthDot.length != count) {
            lengthDot = new double[count];
            productDot = new double[count];
            lengthBoth = new double[count];
            productBoth = new double[count];
            knownDot = new double[2 * count];
        }
        factorDots.resize(count);
        mixedDot.resize(count);
        mixedBoth.resize(count);
    }
}
