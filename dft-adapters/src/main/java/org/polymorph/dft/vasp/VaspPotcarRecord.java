package org.polymorph.dft.vasp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of a POTCAR, which itself is licensed and never leaves the cluster: its titles and its SHA-256. */
final class VaspPotcarRecord {
    /** Written by the job's script: a line {@code sha256 HASH}, and a line {@code titel TITEL} for each element. */
    static final String FILE = "potcar.record";

    private VaspPotcarRecord() {}

    /** Reads the record, if there is one. */
    static Map<String, String> read(List<Path> files) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        if (files.isEmpty()) {
            return facts;
        }
        List<String> titles = new ArrayList<>();
        for (String line : Files.readAllLines(files.get(0), StandardCharsets.ISO_8859_1)) {
            if (line.matches("sha256 [0-9a-f]{64}")) {
                facts.put("potcarSha256", line.substring(7));
            } else if (line.startsWith("titel ")) {
                titles.add(line.substring(6).trim());
            }
        }
        if (!titles.isEmpty()) {
            facts.put("potcar", String.join("; ", titles));
        }
        return facts;
    }
}
