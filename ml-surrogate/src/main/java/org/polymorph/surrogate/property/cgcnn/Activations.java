package org.polymorph.surrogate.property.cgcnn;

/** The activations of the network; the slope of the softplus is the sigmoid. */
final class Activations {
    private Activations() {}

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Returns ln(1 + eˣ), also where eˣ has no number. */
    static double softplus(double x) {
        // log1p takes several times as long, and what it adds is below the rounding of the sums that this goes into
        return Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x)));
    }
}
