package org.polymorph.engine.scheduler.batch;

/** A command of a batch system failed or its output is not what was asked for. It says nothing about any job. */
public final class ClusterAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public ClusterAnswerException(String message) {
        super(message);
    }

    public ClusterAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
