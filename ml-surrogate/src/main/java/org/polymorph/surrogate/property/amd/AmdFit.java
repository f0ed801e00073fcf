package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.polymorph.model.spi.PropertyEstimate;

/** What is left of a property when the elements have theirs, by the numbers of a crystal. Immutable and thread-safe. */
interface AmdFit {
    /** Estimates it of numbers without gaps. */
    PropertyEstimate predict(double[] numbers);

    void write(DataOutputStream out) throws IOException;

    /** Reads what {@link #write} wrote. */
    @FunctionalInterface
    interface Reader {
        AmdFit read(DataInputStream in, AmdFeatures features) throws IOException;
    }
}
