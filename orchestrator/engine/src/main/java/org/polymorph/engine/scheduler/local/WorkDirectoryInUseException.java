package org.polymorph.engine.scheduler.local;

/** Another process, or another scheduler of this one, works on a directory of jobs. */
public final class WorkDirectoryInUseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    WorkDirectoryInUseException(String message) {
        super(message);
    }
}
