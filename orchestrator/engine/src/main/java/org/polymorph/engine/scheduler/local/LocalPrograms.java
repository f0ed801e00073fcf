package org.polymorph.engine.scheduler.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What jobs on this machine need of it. */
final class LocalPrograms {
    private LocalPrograms() {}

    /**
     * Looks for the programs that run jobs, and for Linux's /proc.
     *
     * @throws IllegalStateException if one is missing, with the package that has it
     */
    static void require() {
        Map<String, String> packages = Map.of("setsid", "util-linux", "timeout", "coreutils");
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        packages.forEach((program, debianPackage) -> {
            if (Arrays.stream(path.split(File.pathSeparator, -1))
                    .noneMatch(directory -> new File(directory, program).canExecute())) {
                throw new IllegalStateException("the program " + program
                        + " is needed to run jobs on this machine and is not on the PATH (Debian package "
                        + debianPackage + ")");
            }
        });
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw new IllegalStateException("jobs on this machine need Linux's /proc, and it is not there");
        }
    }
}
