package org.polymorph.engine.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.polymorph.model.batch.InputFile;

/**
 * A file that went to a machine or came from it.
 *
 * @param bytes its size
 * @param sha256 64 hexadecimal digits; empty where it was too large to be read again
 */
public record FileDigest(String name, long bytes, String sha256) {
    /** Beyond it a file of a directory keeps its hash to itself: wave functions of hundreds of GB are not read for it. */
    static final long LARGEST = 256L << 20;

    public static FileDigest of(InputFile file) {
        byte[] content = file.content();
        return new FileDigest(file.name(), content.length, Sha256.of(content));
    }

    /**
     * Returns the plain files of a directory, in the order of their names, without hidden ones and links.
     *
     * @throws UncheckedIOException if the directory or a file cannot be read
     */
    public static List<FileDigest> ofDirectory(Path directory) {
        List<FileDigest> digests = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
            for (Path file : files) {
                long bytes = Files.size(file);
                digests.add(
                        new FileDigest(file.getFileName().toString(), bytes, bytes <= LARGEST ? Sha256.of(file) : ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": its files cannot be read: " + e.getMessage(), e);
        }
        return digests;
    }

    /** Returns how many bytes some files have together. */
    public static long bytes(List<FileDigest> files) {
        return files.stream().mapToLong(FileDigest::bytes).sum();
    }
}
