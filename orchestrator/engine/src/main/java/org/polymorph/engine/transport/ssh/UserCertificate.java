package org.polymorph.engine.transport.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * When an OpenSSH certificate is valid, for the message after a refusal (PROTOCOL.certkeys of OpenSSH).
 *
 * @param from seconds since 1970, unsigned
 * @param to seconds since 1970, unsigned; the largest number means for ever
 */
record UserCertificate(long from, long to) {
    private static final long FOR_EVER = -1;

    /** Reads the line of a {@code -cert.pub} file; empty if it is of a kind that is not known here. */
    static Optional<UserCertificate> read(byte[] file) {
        String[] words = new String(file, StandardCharsets.UTF_8).strip().split("\\s+", -1);
        if (words.length < 2) {
            return Optional.empty();
        }
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(words[1]));
            String kind = new String(string(blob), StandardCharsets.US_ASCII);
            int parts = publicParts(kind);
            if (parts == 0) {
                return Optional.empty();
            }
            // the nonce and the key
            for (int i = 0; i < 1 + parts; i++) {
                string(blob);
            }
            blob.getLong();
            blob.getInt();
            // the key's name and the principals
            string(blob);
            string(blob);
            return Optional.of(new UserCertificate(blob.getLong(), blob.getLong()));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static int publicParts(String kind) {
        return switch (kind) {
            case "ssh-ed25519-cert-v01@openssh.com" -> 1;
            case "ssh-rsa-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp384-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp521-cert-v01@openssh.com" -> 2;
            default -> 0;
        };
    }

    private static byte[] string(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        blob.get(bytes);
        return bytes;
    }

    /** Says why it is not valid at a point of time, by this machine's clock; empty if it is. */
    Optional<String> trouble(Instant now) {
        long seconds = now.getEpochSecond();
        if (Long.compareUnsigned(seconds, from) < 0) {
            return Optional.of("is valid from " + Instant.ofEpochSecond(from) + " on only");
        }
        return to != FOR_EVER && Long.compareUnsigned(seconds, to) >= 0
                ? Optional.of("expired at " + Instant.ofEpochSecond(to))
                : Optional.empty();
    }
}
