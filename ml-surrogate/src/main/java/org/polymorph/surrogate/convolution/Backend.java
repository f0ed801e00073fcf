package org.polymorph.surrogate.convolution;

/** What computes convolutions. */
public enum Backend {
    /** Products of OpenBLAS, the fastest on processors. */
    OPENBLAS,
    /** ND4J's operations, on the backend of ND4J that is there. */
    ND4J;

    /** Makes a convolution for one thread. */
    Convolution convolution() {
        return this == ND4J ? new Nd4jConvolution() : new ColumnConvolution();
    }
}
