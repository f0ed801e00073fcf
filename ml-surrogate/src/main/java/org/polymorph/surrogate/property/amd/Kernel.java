package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The rational quadratic kernel k = (1 + q/2α)^−α with q = d²/ℓ² + f²/ℓ_f² (Rasmussen and Williams 2006, Gaussian Processes
 * for Machine Learning, eq. 4.19), of which the Gaussian one is the limit of an infinite α.
 *
 * @param length ℓ, Å
 * @param alpha α, how wide the mixture of lengths is; may be infinite
 * @param fractionLength ℓ_f of the shares of elements
 */
record Kernel(double length, double alpha, double fractionLength) {

    /**
     * Returns the correlation of two crystals.
     *
     * @param distance d², Å²
     * @param fraction f², of the shares of elements
     */
    double of(double distance, double fraction) {
        double q = q(distance, fraction);
        return Double.isInfinite(alpha) ? Math.exp(-q / 2) : Math.exp(-alpha * Math.log1p(q / (2 * alpha)));
    }

    double q(double distance, double fraction) {
        return distance / (length * length) + fraction / (fractionLength * fractionLength);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(length);
        out.writeDouble(alpha);
        out.writeDouble(fractionLength);
    }

    static Kernel read(DataInputStream in) throws IOException {
        return new Kernel(in.readDouble(), in.readDouble(), in.readDouble());
    }
}
