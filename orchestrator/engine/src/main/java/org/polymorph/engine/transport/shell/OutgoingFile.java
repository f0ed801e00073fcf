package org.polymorph.engine.transport.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.polymorph.model.batch.InputFile;

/**
 * A file to be uploaded.
 *
 * @param size in bytes
 * @param sha256 in hexadecimal
 */
record OutgoingFile(String name, long size, String sha256, Source source) {
    private static final int CHUNK = 1 << 16;

    /** Where the bytes come from, each time anew. */
    interface Source {
        InputStream open() throws IOException;
    }

    static OutgoingFile of(InputFile file) {
        byte[] content = file.content();
        return new OutgoingFile(
                file.name(),
                content.length,
                HexFormat.of().formatHex(digest().digest(content)),
                () -> new ByteArrayInputStream(content));
    }

    /** Takes a plain file of this machine; it is read once for its hash and once more to be sent, never held in memory. */
    static OutgoingFile of(Path file) {
        MessageDigest digest = digest();
        long size = 0;
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                size += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new OutgoingFile(
                String.valueOf(file.getFileName()),
                size,
                HexFormat.of().formatHex(digest.digest()),
                () -> Files.newInputStream(file));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
