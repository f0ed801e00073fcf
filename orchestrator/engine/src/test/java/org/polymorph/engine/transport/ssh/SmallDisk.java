package org.polymorph.engine.transport.ssh;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of a test's own that is soon full. */
final class SmallDisk implements AutoCloseable {
    private static final long SMALLEST_BTRFS = 120L << 20;

    private final Path mountPoint;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    private static void assumeRoot() {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "left out: needs root, to mount");
    }

    /** A disk in memory. */
    static SmallDisk ofSize(Path mountPoint, String size) throws IOException {
        assumeRoot();
        Files.createDirectories(mountPoint);
        OwnSshd.command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", mountPoint.toString());
        return new SmallDisk(mountPoint);
    }

    /** A disk with room, and a directory on it with a quota. */
    static SmallDisk withQuota(Path image, Path mountPoint, String quota) throws IOException {
        assumeRoot();
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/mkfs.btrfs"))
                        || Files.isExecutable(Path.of("/usr/bin/mkfs.btrfs")),
                "left out: there is no mkfs.btrfs (Debian: btrfs-progs)");
        Assumptions.assumeTrue(
                Files.readString(Path.of("/proc/filesystems")).contains("btrfs"),
                "left out: this kernel knows no btrfs");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SMALLEST_BTRFS);
        }
        OwnSshd.command("mkfs.btrfs", "-q", image.toString());
        Files.createDirectories(mountPoint);
        OwnSshd.command("mount", "-o", "loop", image.toString(), mountPoint.toString());
        SmallDisk disk = new SmallDisk(mountPoint);
        OwnSshd.command("btrfs", "quota", "enable", mountPoint.toString());
        OwnSshd.command("btrfs", "subvolume", "create", disk.limited().toString());
        OwnSshd.command("btrfs", "qgroup", "limit", quota, disk.limited().toString());
        return disk;
    }

    Path root() {
        return mountPoint;
    }

    /** Returns the directory that the quota is on. */
    Path limited() {
        return mountPoint.resolve("limited");
    }

    @Override
    public void close() {
        OwnSshd.command("umount", "-l", mountPoint.toString());
    }
}
