package org.polymorph.engine.transport;

/** A remote call surely was not carried out. */
public class NotDoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotDoneException(String message, Throwable cause) {
        super(message, cause);
    }

    public NotDoneException(String message) {
        super(message);
    }
}
