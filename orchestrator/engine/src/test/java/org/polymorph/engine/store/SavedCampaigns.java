package org.polymorph.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Data directories written by an earlier version, with tables of version 4: commit 92e43ed, {@code run examples/si8.yaml} with a
 * pool of 10, 4 labels a round and 2 rounds. {@code v4-done} went through to its results; {@code v4-begun} was killed with
 * SIGKILL while it relaxed the pool of the first round.
 */
final class SavedCampaigns {
    private SavedCampaigns() {}

    /** Unpacks one into an empty directory. */
    static void unpack(String name, Path directory) {
        try (InputStream resource = Objects.requireNonNull(SavedCampaigns.class.getResourceAsStream(name + ".tar.gz"));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(resource))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.copy(tar, path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
