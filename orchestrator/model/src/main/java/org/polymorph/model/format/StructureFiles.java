package org.polymorph.model.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads and writes structure files: what they are is told by their content when read and by their suffix when written. */
public final class StructureFiles {
    private StructureFiles() {}

    /**
     * Reads all frames of a file.
     *
     * @throws StructureFormatException if it cannot be read or understood, with the place
     */
    public static List<Frame> read(Path file) {
        String name = String.valueOf(file.getFileName());
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new StructureFormatException("cannot read " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new StructureFormatException("cannot read " + file + ": " + reason(e), e);
        }
        return read(new ByteArrayInputStream(bytes), name);
    }

    /**
     * Reads all frames of a stream; the caller closes it.
     *
     * @param name what to call it in messages; its suffix decides where the content does not
     * @throws StructureFormatException if it cannot be read or understood, with the place
     */
    public static List<Frame> read(InputStream in, String name) {
        String text;
        try {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StructureFormatException("cannot read " + name + ": " + reason(e), e);
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1); // byte order mark
        }
        if (text.isBlank()) {
            throw new StructureFormatException(name + " line 1: expected a structure, found an empty file");
        }
        return FileFormat.of(text, name).read(new StringReader(text), name);
    }

    /**
     * Checks that a file's name tells a format that can be written.
     *
     * @throws IllegalArgumentException if it tells none; the message lists the names known
     */
    public static void requireWritable(Path file) {
        FileFormat.bySuffix(String.valueOf(file.getFileName()));
    }

    /**
     * Writes frames to a file of the format its name tells: .extxyz or .xyz, .cif, POSCAR, .poscar or .vasp. The text is
     * written beside the file, forced to disk and renamed over it, so that a reader sees the old file or the new one.
     *
     * @throws IllegalArgumentException if the name tells no format, or the format cannot hold these frames
     * @throws UncheckedIOException if the disk does not take it; the old file is untouched
     */
    public static void write(Path file, List<Frame> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("no structure to write to " + file);
        }
        StringBuilder text = new StringBuilder();
        FileFormat.bySuffix(String.valueOf(file.getFileName())).write(text, frames);
        Path directory = file.toAbsolutePath().getParent();
        try {
            replace(directory == null ? file.toAbsolutePath() : directory, file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static void replace(Path directory, Path file, String text) throws IOException {
        String unique =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        Path beside = directory.resolve("." + file.getFileName() + "." + unique + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private static String reason(IOException e) {
        String type = e.getClass().getSimpleName();
        return e.getMessage() == null ? type : type + ": " + e.getMessage();
    }
}
