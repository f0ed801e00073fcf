package org.polymorph.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Tells network file systems by the type that the operating system names: SQLite's write-ahead log needs shared memory
 * between processes, which these do not give.
 */
final class NetworkFileSystem {
    private static final Set<String> TYPES = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "beegfs", "ceph", "fuse.sshfs", "9p", "afs");

    private NetworkFileSystem() {}

    static boolean holds(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        try {
            return directory != null
                    && TYPES.contains(Files.getFileStore(directory).type().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            return true; // not known: the mode that works everywhere
        }
    }
}
