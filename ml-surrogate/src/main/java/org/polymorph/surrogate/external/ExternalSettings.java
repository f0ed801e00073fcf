package org.polymorph.surrogate.external;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.ace.AceSurrogate;

/**
 * The settings of an {@code external} surrogate.
 *
 * @param corrected whether a cluster expansion learns what the program misses of the labels
 * @param expansion settings of that expansion, which gives the representation in any case
 */
record ExternalSettings(ExternalCommand command, boolean corrected, Settings expansion) {
    private static final String EXPECTED =
            "expected a list of the program and its arguments, such as [python3, /path/to/ase_calculator.py]";

    /** Reads a section; problems stay with it. The program must be there, but is not started. */
    static ExternalSettings read(Settings settings) {
        settings.text("type", ExternalSurrogate.NAME);
        List<String> arguments = settings.texts("command");
        boolean usable = false;
        if (arguments.isEmpty() || arguments.get(0).isBlank()) {
            settings.reject("command", EXPECTED + ", found none");
        } else if (arguments.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            settings.reject("command", "an argument cannot hold a NUL");
        } else if (!isProgram(arguments.get(0))) {
            settings.reject("command", EXPECTED + ", found no program \"" + arguments.get(0) + "\"");
        } else {
            usable = true;
        }
        ExternalCommand command = new ExternalCommand(
                usable ? arguments : List.of("false"),
                above(settings, "start", Duration.ofMinutes(5)),
                above(settings, "timeout", Duration.ofMinutes(1)),
                settings.integer("processes", 0, 0, 10_000));
        boolean corrected =
                settings.choice("correction", "ace", List.of("ace", "none")).equals("ace");
        Settings expansion = settings.section("ace");
        new AceSurrogate().validate(expansion);
        settings.finish();
        return new ExternalSettings(command, corrected, expansion);
    }

    private static Duration above(Settings settings, String key, Duration fallback) {
        Duration duration = settings.duration(key, fallback);
        if (duration.isZero()) {
            settings.reject(key, "expected a duration above zero, found 0");
            return fallback;
        }
        return duration;
    }

    private static boolean isProgram(String name) {
        try {
            if (name.indexOf('/') >= 0) {
                return isExecutable(Path.of(name));
            }
            String path = System.getenv().getOrDefault("PATH", "");
            return Stream.of(path.split(File.pathSeparator, -1))
                    .filter(directory -> !directory.isEmpty())
                    .anyMatch(directory -> isExecutable(Path.of(directory, name)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
