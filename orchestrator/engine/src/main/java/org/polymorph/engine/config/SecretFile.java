package org.polymorph.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.polymorph.model.spi.ConfigurationException;

/** A file that holds one secret and nothing else. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * Reads the secret of a file that only its owner can read.
     *
     * @param place says in messages where the file was named
     * @throws ConfigurationException if it cannot be read, or others can read it too
     */
    public static Secret read(Path file, String place) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file, new LinkOption[0]);
            if (rights.contains(PosixFilePermission.GROUP_READ) || rights.contains(PosixFilePermission.OTHERS_READ)) {
                throw new ConfigurationException(
                        place + ": others can read it; expected the rights 600: chmod 600 " + file);
            }
            return Secret.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new ConfigurationException(place + ": expected a file that can be read, found none");
        }
    }
}
