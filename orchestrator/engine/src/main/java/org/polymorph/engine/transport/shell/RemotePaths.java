package org.polymorph.engine.transport.shell;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.engine.transport.DiskFullException;
import org.polymorph.engine.transport.NotDoneException;

/** What a transfer may name on a machine, and what the machine's words about it mean. */
final class RemotePaths {
    private static final int LONGEST = 400;

    private RemotePaths() {}

    /**
     * Checks a directory: absolute, and no way out of it.
     *
     * @return the directory without slashes at its end, behind which a symbolic link would hide
     * @throws IllegalArgumentException if it is anything else
     */
    static String directory(String directory) {
        boolean climbs = List.of(directory.split("/", -1)).contains("..");
        if (!directory.startsWith("/") || climbs || hasControls(directory)) {
            throw new IllegalArgumentException(
                    "expected the absolute path of a directory without \"..\", found \"" + directory + "\"");
        }
        String plain = directory.replaceAll("/+$", "");
        return plain.isEmpty() ? "/" : plain;
    }

    /**
     * Checks names of files: plain ones, each once.
     *
     * @throws IllegalArgumentException if they are not
     */
    static void checkNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('/') >= 0
                    || hasControls(name)) {
                throw new IllegalArgumentException("expected a plain file name, found \"" + name + "\"");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the file name \"" + name + "\" is given twice");
            }
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    /** Makes the exception for a transfer that surely left nothing under a final name. */
    static NotDoneException notDone(String place, String what, String errors) {
        String said = errors.strip();
        String message = place + ": " + what
                + (said.isEmpty() ? "" : ": " + said.substring(0, Math.min(LONGEST, said.length())));
        Optional<DiskFullException.Limit> full = DiskFullException.Limit.in(said);
        return full.isPresent() ? new DiskFullException(full.get(), message) : new NotDoneException(message);
    }
}
