package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a second scheduler off a directory of jobs; the operating system lets go of it when the process ends, however it ends. */
final class WorkDirectoryLock implements AutoCloseable {
    // closing any channel of a file gives up all locks of this process on it, so the file is never opened a second time
    private static final Set<Path> HELD = new HashSet<>();

    private final Path directory;
    private final FileChannel channel;

    private WorkDirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws WorkDirectoryInUseException if another holds it; the message names the process
     */
    static WorkDirectoryLock take(Path workDir) throws IOException {
        Path directory = workDir.toRealPath();
        // who holds the lock stands in a file of its own, for the same reason
        Path holder = directory.resolve(".holder");
        synchronized (HELD) {
            if (HELD.contains(directory)) {
                throw inUse(directory, "another scheduler of this process");
            }
            FileChannel channel =
                    FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                @Nullable FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw inUse(
                            directory,
                            Files.exists(holder) ? Files.readString(holder).trim() : "another process");
                }
                Files.writeString(holder, describeThisProcess() + "\n");
                HELD.add(directory);
                taken = true;
                return new WorkDirectoryLock(directory, channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        }
    }

    private static String describeThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return "process " + self.pid() + " of user " + System.getProperty("user.name", "?")
                + self.info()
                        .startInstant()
                        .map(start -> ", running since " + start)
                        .orElse("");
    }

    private static WorkDirectoryInUseException inUse(Path directory, String holder) {
        return new WorkDirectoryInUseException("the job directory " + directory + " is in use by " + holder
                + ": wait for it to end, stop it, or use another directory");
    }

    @Override
    public void close() {
        synchronized (HELD) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                HELD.remove(directory);
            }
        }
    }
}
