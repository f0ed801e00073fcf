package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;

/** A {@link Mixing} of fixed weights and its first derivatives in single precision. Not thread-safe. */
final class SingleMixing {
    private final int width;
    private final float[] mix;
    private final SinglePerceptron context;
    private final boolean vectors;
    /** The components of V, then those of W. */
    private final float[][] mixed = new float[6][0];

    private final float[][] factors;
    private float[] stack = new float[0];
    private float[] stackMixed = new float[0];
    private float[] length = new float[0];
    private float[] product = new float[0];
    private float[] other = new float[0];
    private float[] known = new float[0];
    private float[] flat = new float[0];

    /** Takes its weights from block {@code at} on. */
    SingleMixing(int width, float[][] weights, int at) {
        this.width = width;
        this.mix = weights[at];
        this.context = new SinglePerceptron(weights, at + 1);
        this.vectors = context.out() == 3 * width;
        this.factors = new float[context.out() / width][0];
    }

    /** Changes features. */
    void forward(float[][] features) {
        int count = features[0].length;
        resize(count);
        for (int c = 0; c < 3; c++) {
            System.arraycopy(features[1 + c], 0, stack, c * count, count);
        }
        OpenBlas.multiply(3 * count / width, 2 * width, width, stack, mix, 0, stackMixed);
        for (int c = 0; c < 3; c++) {
            for (int to = 0, from = 2 * c * count; to < count; to += width, from += 2 * width) {
                System.arraycopy(stackMixed, from, mixed[c], to, width);
                System.arraycopy(stackMixed, from + width, mixed[3 + c], to, width);
            }
        }
        SingleLoops.multiply(mixed[0], mixed[3], product);
        SingleLoops.addBoth(mixed[1], mixed[4], mixed[2], mixed[5], product);
        lengths(mixed[0], mixed[1], mixed[2], length);
        SingleLoops.join(known, width, features[0], length);
        context.apply(count / width, known, flat);
        SingleLoops.split(flat, width, factors);
        SingleLoops.add(factors[0], features[0]);
        SingleLoops.addProduct(factors[1], product, features[0]);
        if (vectors) {
            for (int c = 0; c < 3; c++) {
                SingleLoops.addProduct(factors[2], mixed[3 + c], features[1 + c]);
            }
        }
    }

    /** From the adjoint of the features after it to that of those before it. */
    void backward(float[][] features) {
        int count = features[0].length;
        // product becomes the adjoint of a factor, other that of the product
        SingleLoops.multiply(features[0], factors[1], other);
        SingleLoops.multiply(features[0], product, product);
        if (vectors) {
            float[] factor = factors[0];
            SingleLoops.multiply(features[1], mixed[3], factor);
            SingleLoops.addBoth(features[2], mixed[4], features[3], mixed[5], factor);
            SingleLoops.join(flat, width, features[0], product, factor);
        } else {
            SingleLoops.join(flat, width, features[0], product);
        }
        context.pullBack(flat, known);
        SingleLoops.split(known, width, factors[1], product);
        SingleLoops.add(factors[1], features[0]);
        divide(product, length);
        for (int c = 0; c < 3; c++) {
            SingleLoops.multiplyBoth(other, mixed[3 + c], product, mixed[c], length);
            SingleLoops.multiply(other, mixed[c], mixed[c]);
            if (vectors) {
                SingleLoops.addProduct(features[1 + c], factors[2], mixed[c]);
            }
            for (int from = 0, to = 2 * c * count; from < count; from += width, to += 2 * width) {
                System.arraycopy(length, from, stackMixed, to, width);
                System.arraycopy(mixed[c], from, stackMixed, to + width, width);
            }
        }
        OpenBlas.multiplyTransposed(3 * count / width, width, 2 * width, stackMixed, mix, 0, stack);
        for (int c = 0; c < 3; c++) {
            System.arraycopy(stack, c * count, other, 0, count);
            SingleLoops.add(other, features[1 + c]);
        }
    }

    private static void lengths(float[] x, float[] y, float[] z, float[] out) {
        for (int k = 0; k < out.length; k++) {
            out[k] = (float) Math.sqrt(x[k] * x[k] + y[k] * y[k] + z[k] * z[k] + (float) MixedVectors.SMOOTH);
        }
    }

    private static void divide(float[] a, float[] b) {
        for (int k = 0; k < a.length; k++) {
            a[k] /= b[k];
        }
    }

    private void resize(int count) {
        if (length.length != count) {
            Arrays.setAll(mixed, c -> new float[count]);
            Arrays.setAll(factors, c -> new float[count]);
            stack = new float[3 * count];
            stackMixed = new float[6 * count];
            length = new float[count];
            product = new float[count];
            other = new float[count];
            known = new float[2 * count];
            flat = new float[factors.length * count];
        }
    }
}
