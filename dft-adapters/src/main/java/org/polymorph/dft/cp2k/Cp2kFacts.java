package org.polymorph.dft.cp2k;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;

/** What else CP2K's standard output tells: version, timing, memory, magnetisation. */
final class Cp2kFacts {
    private static final Pattern VERSION =
            Pattern.compile("\\s*CP2K\\| version string:\\s+(?:CP2K version )?(.*\\S)\\s*");
    private static final Pattern MEMORY =
            Pattern.compile("\\s*MEMORY\\| Estimated peak process memory \\[MiB\\]\\s+(\\d+)\\s*");
    private static final Pattern SECONDS = Pattern.compile("\\s*CP2K(?:\\s+[\\d.]+){5}\\s+([\\d.]+)\\s*");
    private static final Pattern TOTAL = Pattern.compile("\\s*# Total charge and spin(.*)");
    private static final Pattern ATOM = Pattern.compile("\\s*(\\d+)\\s+[A-Z][a-z]?\\s+\\d+\\s+(.*)");

    private final Map<String, String> facts = new TreeMap<>();
    private final Map<Integer, Double> moments = new TreeMap<>();
    private boolean inMoments;
    private double spread;

    /** Takes a line. Numbers that cannot be read are left out: none is a result. */
    void accept(String line) {
        if (line.startsWith(" #  Atom  Element  Kind")) {
            inMoments = line.contains("Spin moment");
            moments.clear();
        } else if (line.startsWith(" CP2K| version string:")) {
            match(VERSION, line, "version");
        } else if (line.startsWith(" MEMORY| Estimated")) {
            match(MEMORY, line, "memoryMiB");
        } else if (line.startsWith(" CP2K  ")) {
            match(SECONDS, line, "wallSeconds");
        } else if (inMoments) {
            moment(line);
        }
    }

    private void match(Pattern pattern, String line, String name) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
            facts.put(name, matcher.group(1));
        }
    }

    // populations up and down, charge, moment in μB
    private void moment(String line) {
        Matcher total = TOTAL.matcher(line);
        Matcher atom = ATOM.matcher(line);
        if (total.matches()) {
            facts.put("totalMagnetization", String.valueOf(FortranNumbers.only(total.group(1), 4)[3]));
            inMoments = false;
        } else if (atom.matches()) {
            moments.put(Integer.valueOf(atom.group(1)), FortranNumbers.only(atom.group(2), 4)[3]);
        }
    }

    /** Takes by how much the energy of a force evaluation differs from that of its self-consistent cycle, in hartree. */
    void spread(double difference) {
        spread = Math.max(spread, difference);
        facts.put("energySpread", String.valueOf(spread));
    }

    /** Returns all, by their names. */
    Map<String, String> toMap() {
        Map<String, String> all = new TreeMap<>(facts);
        if (!moments.isEmpty()) {
            // Mulliken's, in Bohr magnetons
            all.put(
                    "magneticMoments",
                    String.join(
                            " ", moments.values().stream().map(String::valueOf).toList()));
        }
        return all;
    }
}
