package org.polymorph.engine.scheduler.slurm;

/** A SLURM command failed or its output is not what was asked for. It says nothing about any job. */
public final class SlurmAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    SlurmAnswerException(String message) {
        super(message);
    }

    SlurmAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
