package org.polymorph.engine.transport;

/** A host showed a key that is not the one on record; nothing was sent to it, and nothing will be until a person has looked. */
public final class HostKeyException extends NotDoneException {
    private static final long serialVersionUID = 1L;

    public HostKeyException(String message) {
        super(message);
    }
}
