package org.polymorph.engine.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives of plain files. */
public final class Archives {
    private Archives() {}

    /** Opens a tar archive to be written, compressed with gzip if its name says so. */
    static TarArchiveOutputStream open(Path archive, boolean compressed) throws IOException {
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed ? new GZIPOutputStream(file) : file);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return tar;
    }

    static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }

    /**
     * Packs the files of a directory, in the order of their names, under a folder of the archive.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void pack(Path directory, String folder, Path archive) {
        try (Stream<Path> listed = Files.list(directory);
                TarArchiveOutputStream tar = open(archive, archive.toString().endsWith("gz"))) {
            List<Path> files = listed.sorted().toList();
            for (Path file : files) {
                add(tar, folder + "/" + file.getFileName(), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
