package org.polymorph.dft.cp2k;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Saved directories of jobs of CP2K 2023.1. */
final class SavedJobs {
    /** The jobs. */
    static final List<String> NAMES = List.of("static", "relax", "spin");

    private static final List<String> FILES =
            List.of("cp2k.inp", "cp2k.out", "cp2k.exit", "cp2k-1.cell", "cp2k-pos-1.xyz");

    private SavedJobs() {}

    /** Returns the contents of a job's files by their names. */
    static Map<String, byte[]> files(String job) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : FILES) {
            try (InputStream in = SavedJobs.class.getResourceAsStream(job + "/" + name)) {
                if (in != null) {
                    files.put(name, in.readAllBytes());
                }
            }
        }
        return files;
    }

    /** Writes a job's files into a directory. */
    static void copy(String job, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files(job).entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
