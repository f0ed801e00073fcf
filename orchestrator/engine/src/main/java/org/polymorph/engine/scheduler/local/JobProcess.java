package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs a job: leader of a session of its own. A number alone says nothing, since numbers are used again:
 * the start time and the boot must agree too.
 *
 * @param startTicks start time in clock ticks since boot (field 22 of {@code /proc/PID/stat})
 */
record JobProcess(long pid, long startTicks, String boot) {
    private static final Path PROC = Path.of("/proc");

    /** What {@code /proc/PID/stat} says. */
    private record Stat(char state, long session, long startTicks) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** Reads what a job wrote down about itself; empty if it is not whole. */
    static Optional<JobProcess> parse(String text) {
        String[] words = text.trim().split(" ", -1);
        if (words.length != 3 || !words[0].matches("\\d{1,10}") || !words[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new JobProcess(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
    }

    /** Returns whether this very process runs. */
    boolean isAlive() throws IOException {
        Stat stat = isThisBoot() ? stat(pid) : null;
        return stat != null && stat.isAlive() && stat.startTicks == startTicks;
    }

    /**
     * Returns the living processes of the job: its session and what descends from it. Where its leader is gone and the
     * number names a younger process, the session has died out: the kernel gives no number again while a session bears it.
     */
    List<ProcessHandle> members() throws IOException {
        Stat leader = isThisBoot() ? stat(pid) : null;
        boolean reused = leader != null && leader.startTicks != startTicks;
        if (!isThisBoot() || reused) {
            return List.of();
        }
        List<ProcessHandle> members = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            List<Long> pids = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,10}"))
                    .map(Long::valueOf)
                    .toList();
            for (long candidate : pids) {
                Stat stat = stat(candidate);
                if (stat != null && stat.isAlive() && stat.session == pid && stat.startTicks >= startTicks) {
                    ProcessHandle.of(candidate).ifPresent(members::add);
                }
            }
        }
        for (ProcessHandle member : List.copyOf(members)) {
            member.descendants().filter(child -> !members.contains(child)).forEach(members::add);
        }
        return members;
    }

    private boolean isThisBoot() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id"))
                .trim()
                .equals(boot);
    }

    // the name in brackets may hold anything, so fields are counted from the last bracket: state is field 3
    private static @Nullable Stat stat(long pid) throws IOException {
        String text;
        try {
            text = Files.readString(PROC.resolve(pid + "/stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // the process ended between opening and reading (ESRCH)
            if (!Files.exists(PROC.resolve(Long.toString(pid)))) {
                return null;
            }
            throw e;
        }
        String[] fields = text.substring(text.lastIndexOf(')') + 2).trim().split(" ", -1);
        return new Stat(fields[0].charAt(0), Long.parseLong(fields[3]), Long.parseLong(fields[19]));
    }
}
