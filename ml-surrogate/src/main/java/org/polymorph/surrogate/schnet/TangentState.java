package org.polymorph.surrogate.schnet;

/** The derivatives of an interaction's numbers along the tangents of the distances. Not thread-safe. */
final class TangentState {
    double[] features = new double[0];
    double[] sent = new double[0];
    double[] received = new double[0];
    double[] inner = new double[0];
    double[] active = new double[0];

    /** Makes all arrays {@code length} long. */
    void resize(int length) {
        if (features.length != length) {
            features = new double[length];
            sent = new double[length];
            received = new double[length];
            inner = new double[length];
            active = new double[length];
        }
    }
}
