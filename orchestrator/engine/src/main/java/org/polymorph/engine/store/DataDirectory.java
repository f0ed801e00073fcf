package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.polymorph.model.spi.ConfigurationException;

/**
 * The directory that holds all of a campaign: database, objects and job directories. Opened by one process at a time; the
 * operating system drops the lock when the process dies, however it dies.
 */
public final class DataDirectory implements AutoCloseable {
    // closing any channel of a file gives up all locks of this process on it, so the file is never opened a second time
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final Path real;
    private final FileChannel channel;

    private DataDirectory(Path path, Path real, FileChannel channel) {
        this.path = path;
        this.real = real;
        this.channel = channel;
    }

    /**
     * Opens a directory for writing, making it if it is not there.
     *
     * @throws DirectoryInUseException if another process has it open
     * @throws ConfigurationException if it cannot be made or written
     * @throws UncheckedIOException if the disk is full
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            synchronized (HELD) {
                // who holds it stands in a file of its own, which may be read without giving up a lock
                Path holder = path.resolve("holder");
                if (HELD.contains(real)) {
                    throw new DirectoryInUseException(
                            path, Long.toString(ProcessHandle.current().pid()));
                }
                FileChannel channel =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                boolean taken = false;
                try {
                    if (channel.tryLock() == null) {
                        throw new DirectoryInUseException(
                                path,
                                Files.exists(holder) ? Files.readString(holder).trim() : "");
                    }
                    Files.writeString(
                            holder, Long.toString(ProcessHandle.current().pid()));
                    HELD.add(real);
                    taken = true;
                    return new DataDirectory(path, real, channel);
                } finally {
                    if (!taken) {
                        channel.close();
                    }
                }
            }
        } catch (IOException e) {
            if (!DiskFull.isCauseOf(e, path) && e instanceof FileSystemException problem) {
                throw new ConfigurationException(
                        path + ": expected a directory that can be made and written to, found " + reason(problem));
            }
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(FileSystemException problem) {
        if (problem instanceof AccessDeniedException) {
            return "no permission for " + problem.getFile();
        }
        return problem.getReason() == null
                ? "that " + problem.getFile() + " cannot be made"
                : problem.getFile() + ": " + problem.getReason();
    }

    /** Returns whether a directory holds a campaign database. */
    public static boolean holdsCampaign(Path path) {
        return Files.isRegularFile(database(path));
    }

    /** Returns where the database of a directory lies. */
    public static Path database(Path path) {
        return path.resolve("polymorph.db");
    }

    /** Returns the objects of a directory; reading them needs no lock. */
    public static ObjectStore objects(Path path) {
        return new ObjectStore(path.resolve("objects"));
    }

    public Path path() {
        return path;
    }

    /** Returns the directory under which local jobs run. */
    public Path jobs() {
        return path.resolve("jobs");
    }

    @Override
    public void close() {
        synchronized (HELD) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                HELD.remove(real);
            }
        }
    }
}
