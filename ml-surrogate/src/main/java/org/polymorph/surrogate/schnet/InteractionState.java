package org.polymorph.surrogate.schnet;

/** What one interaction leaves behind for its derivatives: numbers of every atom, and their adjoints. Not thread-safe. */
final class InteractionState {
    final Messages messages;
    /** Features before the interaction. */
    double[] features = new double[0];

    /** What is sent: features times a matrix. */
    double[] sent = new double[0];

    /** What is received: neighbours' sent features times filters. */
    double[] received = new double[0];

    /** First layer on what is received, before its activation. */
    double[] inner = new double[0];

    /** Activation and its slope. */
    double[] active = new double[0];

    double[] slope = new double[0];

    /** ∂E by the interaction's result, the same as by the features after it. */
    double[] resultAdjoint = new double[0];

    double[] activeAdjoint = new double[0];
    double[] innerAdjoint = new double[0];
    double[] receivedAdjoint = new double[0];
    double[] sentAdjoint = new double[0];

    InteractionState(int width) {
        messages = new Messages(width);
    }

    /** Makes all arrays {@code length} long. */
    void resize(int length) {
        if (features.length != length) {
            features = new double[length];
            sent = new double[length];
            received = new double[length];
            inner = new double[length];
            active = new double[length];
            slope = new double[length];
            resultAdjoint = new double[length];
            activeAdjoint = new double[length];
            innerAdjoint = new double[length];
            receivedAdjoint = new double[length];
            sentAdjoint = new double[length];
        }
    }
}
