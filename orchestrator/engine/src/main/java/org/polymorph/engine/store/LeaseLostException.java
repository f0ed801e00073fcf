package org.polymorph.engine.store;

/** This process held the lease and does not any more: what it was about to write was not written. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String message) {
        super(message);
    }
}
