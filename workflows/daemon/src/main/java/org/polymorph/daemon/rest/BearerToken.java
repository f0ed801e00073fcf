package org.polymorph.daemon.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.config.SecretFile;
import org.polymorph.model.spi.ConfigurationException;

/** A secret that requests carry. Only its hash is kept, and compared in constant time; no text shows it. */
public final class BearerToken {
    /** The environment variable that a token may stand in. */
    public static final String VARIABLE = "POLYMORPH_TOKEN";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
    private static final String SCHEME = "bearer ";

    private final byte[] hash;

    private BearerToken(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Takes the token from a file that only its owner can read, else from the environment.
     *
     * @return empty where neither is given
     * @throws ConfigurationException if the file or the token in it is of no use; the message never shows it
     */
    public static Optional<BearerToken> find(Optional<Path> file, Map<String, String> environment) {
        if (file.isPresent()) {
            String place = "--token-file " + file.get();
            return Optional.of(of(SecretFile.read(file.get(), place).reveal(), place));
        }
        String text = environment.getOrDefault(VARIABLE, "");
        return text.isEmpty() ? Optional.empty() : Optional.of(of(text, VARIABLE));
    }

    /** Makes a token of a text; {@code place} says where it comes from. */
    static BearerToken of(String text, String place) {
        if (!TOKEN.matcher(text).matches()) {
            throw new ConfigurationException(
                    place + ": expected one line of 16 to 512 letters, digits and . _ ~ + / = -,"
                            + " such as `openssl rand -base64 32` gives, found " + text.length() + " characters");
        }
        return new BearerToken(hash(text));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether the value of a header {@code Authorization} carries this token. */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash, hash(authorization.substring(SCHEME.length()).strip()));
    }

    @Override
    public String toString() {
        return "BearerToken[…]";
    }
}
