package org.polymorph.engine.transport;

/** Disk or quota of a machine are full; what was to be written is not there. */
public final class DiskFullException extends NotDoneException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message) {
        super(message);
    }
}
