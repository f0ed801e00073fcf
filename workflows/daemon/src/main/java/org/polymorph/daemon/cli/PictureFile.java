package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.Map;
import org.polymorph.daemon.plot.Picture;

/** The file of a picture as it is named on the command line. */
final class PictureFile {
    private PictureFile() {}

    /** Fails early where a picture cannot be written there at the end. */
    static void check(String file) {
        StructureArguments.checkDirectory(file);
        UsageException.run("-o", () -> Picture.requireSuffix(file));
    }

    static void write(String file, Picture picture, Console console) {
        picture.write(Path.of(file));
        if (console.json()) {
            console.write(Map.of("file", file));
        } else {
            console.say(file);
        }
    }
}
