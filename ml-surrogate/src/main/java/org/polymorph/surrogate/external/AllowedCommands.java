package org.polymorph.surrogate.external;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.polymorph.model.spi.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that this user has named here, in a campaign file or to {@code train}. A model file holds a command too, and
 * must not be enough to run it: it may come from somebody else. One file a command in
 * {@code ~/.config/polymorph/external-commands}, named by its SHA-256. Thread-safe.
 */
final class AllowedCommands {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedCommands.class);
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

    private AllowedCommands() {}

    /** Allows a command as long as this program runs: its user has named it. */
    static void allow(ExternalCommand command) {
        NAMED.add(hash(command));
    }

    /** Allows a command for later runs too; where that cannot be written down, they have to name it again. */
    static void remember(ExternalCommand command) {
        allow(command);
        Path file = directory().resolve(hash(command));
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, command.line() + "\n");
        } catch (IOException e) {
            LOG.warn("cannot remember that {} may run: {}", command.line(), e.getMessage());
        }
    }

    /**
     * Refuses a command that nobody has named here.
     *
     * @throws ConfigurationException if so
     */
    static void check(ExternalCommand command) {
        String hash = hash(command);
        if (!NAMED.contains(hash) && !Files.exists(directory().resolve(hash))) {
            throw new ConfigurationException("this model runs a program that you have not named here: " + command.line()
                    + "; if you trust it, train with it, or allow it: touch "
                    + directory().resolve(hash));
        }
    }

    private static Path directory() {
        return Path.of(System.getProperty("user.home", "."), ".config", "polymorph", "external-commands");
    }

    private static String hash(ExternalCommand command) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String argument : command.arguments()) {
                digest.update(argument.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
