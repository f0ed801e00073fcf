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
public final class NetworkFileSystem {
    private static final Set<String> TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "lustre",
            "gpfs",
            "beegfs",
            "ceph",
            "glusterfs",
            "panfs",
            "pvfs2",
            "wekafs",
            "virtiofs",
            "9p",
            "afs");

    /** File systems in user space may be anything: only these are of this machine for sure. */
    private static final Set<String> LOCAL_FUSE = Set.of("fuseblk", "fuse.fuse-overlayfs", "fuse.ntfs", "fuse.ext4");

    private NetworkFileSystem() {}

    static boolean holds(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        try {
            return directory != null && isNetwork(Files.getFileStore(directory).type());
        } catch (IOException e) {
            return true; // not known: the mode that works everywhere
        }
    }

    /** Returns whether a type, as {@code df -T} names it, is one of a network. */
    public static boolean isNetwork(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return TYPES.contains(lower) || (lower.startsWith("fuse") && !LOCAL_FUSE.contains(lower));
    }
}
