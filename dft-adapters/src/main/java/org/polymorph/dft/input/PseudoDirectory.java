package org.polymorph.dft.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The setting {@code pseudoDir}: where the pseudopotentials lie that are named without their directory. */
public final class PseudoDirectory {
    private PseudoDirectory() {}

    /**
     * Returns what to do about a file or directory of pseudopotentials that is not there; empty if {@code pseudoDir} is no
     * remedy.
     *
     * @param code name of the DFT code
     * @param name as the campaign has it
     * @param base what {@code pseudoDir} names; empty if nobody gives it
     */
    public static String remedy(String code, String name, Optional<Path> base) {
        if (name.startsWith("/")
                || name.startsWith("~/")
                || base.filter(Files::isDirectory).isPresent()) {
            return "";
        }
        String keys = "calculate.settings.pseudoDir, or codes." + code
                + ".pseudoDir in the file of the site that the campaign or --site names";
        return base.map(missing -> "; pseudoDir is no directory: correct " + keys)
                .orElse("; give the directory of the files: " + keys);
    }
}
