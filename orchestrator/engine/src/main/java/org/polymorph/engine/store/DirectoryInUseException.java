package org.polymorph.engine.store;

import java.nio.file.Path;

/** Another process has the data directory open. */
public final class DirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path path, String holder) {
        super("the data directory " + path + " is in use by "
                + (holder.isEmpty() ? "another process" : "process " + holder)
                + "; expected one that nobody has open: wait for that process to end, or name another with --dir");
    }
}
