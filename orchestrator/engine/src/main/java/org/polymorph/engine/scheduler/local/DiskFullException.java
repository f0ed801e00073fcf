package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A job's files could not be written because the disk or a quota is full; nothing was left under a final name. */
public final class DiskFullException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    DiskFullException(Path path, IOException cause) {
        super(path + ": the disk or a quota is full: nothing was submitted; make room there and start again", cause);
        this.path = path;
    }

    /** Returns what could not be written. */
    public Path path() {
        return path;
    }
}
