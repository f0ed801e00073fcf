package org.polymorph.daemon.cli;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;

/** Files of structures as they are named on the command line, where {@code -} is stdin or stdout. */
final class StructureArguments {
    private static final String STREAM = "-";

    private StructureArguments() {}

    /**
     * Reads a file of structures by its content.
     *
     * @throws UsageException if it holds none
     */
    static List<Frame> read(String file, Console console) {
        List<Frame> frames;
        if (file.equals(STREAM)) {
            frames = StructureFiles.read(console.in(), "stdin");
        } else {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new UsageException(file + ": expected a file of structures, found a directory");
            }
            if (Files.notExists(path)) {
                throw new UncheckedIOException(new NoSuchFileException(file));
            }
            frames = StructureFiles.read(path);
        }
        if (frames.isEmpty()) {
            throw new UsageException(file + ": expected at least one structure, found none");
        }
        return frames;
    }

    /** Fails early where the format of a file that is to be written at the end is unknown or its directory is missing. */
    static void checkOutput(String file) {
        if (!file.equals(STREAM)) {
            checkDirectory(file);
            UsageException.run("-o", () -> StructureFiles.requireWritable(Path.of(file)));
        }
    }

    /** Fails early where the directory of a file that is to be written at the end is missing. */
    static void checkDirectory(String file) {
        checkParent("-o", Path.of(file));
        if (Files.isDirectory(Path.of(file))) {
            throw new UsageException("-o " + file + ": expected the name of a file, found a directory");
        }
    }

    /** Fails early where the directory that something is to be made in is missing. */
    static void checkParent(String option, Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new UsageException(option + " " + path + ": expected an existing directory, found no " + directory);
        }
    }

    /** Writes structures in the format of the file's suffix; as extxyz to stdout. */
    static void write(String file, List<Frame> frames, Console console) {
        if (!file.equals(STREAM)) {
            StructureFiles.write(Path.of(file), frames);
            return;
        }
        StringBuilder text = new StringBuilder();
        ExtXyz.write(text, frames);
        console.out().writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether stdout carries structures, so that nothing else may go there. */
    static boolean isStdout(String file) {
        return file.equals(STREAM);
    }
}
