package org.polymorph.engine.transport;

/** A host refused the log-in; no other is tried until the credentials change or somebody says so. */
public final class NeedsLoginException extends NotDoneException {
    private static final long serialVersionUID = 1L;

    public NeedsLoginException(String message) {
        super(message);
    }
}
