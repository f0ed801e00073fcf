package org.polymorph.daemon.alert;

import org.polymorph.engine.store.Alert;

/** A way to one receiver. */
interface Delivery {
    /**
     * Tells the receiver; returns once it has taken the alert.
     *
     * @throws Exception if it has not, or nobody knows
     */
    void send(Alert alert) throws Exception;

    /** Returns what was wrong with an attempt, in one line and without secrets. */
    String problem(Throwable failure);
}
