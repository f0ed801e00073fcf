package org.polymorph.engine.transport;

/** Whether a remote call was carried out is not known: the connection broke or its deadline passed. */
public class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownOutcomeException(String message, Throwable cause) {
        super(message, cause);
    }

    public UnknownOutcomeException(String message) {
        super(message);
    }
}
