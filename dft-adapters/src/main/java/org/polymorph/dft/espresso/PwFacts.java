package org.polymorph.dft.espresso;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;

/** What else pw.x's standard output tells: version, timing, memory, magnetisation, which pseudopotentials were read. */
final class PwFacts {
    private static final Pattern TIMES = Pattern.compile("\\s*PWSCF\\s+:\\s*(.*)CPU\\s+(.*)WALL.*");
    private static final Pattern MEMORY =
            Pattern.compile("\\s*Estimated max dynamical RAM per process >\\s*([\\d.]+)\\s*([KMGT]?B).*");
    private static final Pattern MOMENT =
            Pattern.compile("\\s*atom:?\\s+(\\d+)\\s.*charge\\s*[:=]\\s*\\S+\\s+magn\\s*[:=]\\s*([-+\\d.]+).*");
    private static final Pattern PSEUDOPOTENTIAL =
            Pattern.compile("\\s*PseudoPot\\.\\s*#\\s*\\d+\\s+for\\s+(\\w+)\\s+read from file.*");
    private static final Pattern MD5 = Pattern.compile("\\s*MD5 check sum:\\s*([0-9a-f]{32}).*");

    private final Map<String, String> facts = new TreeMap<>();
    private final Map<Integer, Double> moments = new TreeMap<>();
    private String element = "";

    void put(String name, String value) {
        facts.put(name, value);
    }

    /** Takes a line; returns whether it told one of these. Numbers that cannot be read are left out: none is a result. */
    boolean accept(String line) {
        if (line.startsWith("     total magnetization")) {
            facts.put("totalMagnetization", magnetization(line));
        } else if (line.startsWith("     absolute magnetization")) {
            facts.put("absoluteMagnetization", magnetization(line));
        } else if (line.startsWith("     Magnetic moment per site")) {
            moments.clear();
        } else if (line.startsWith("     the Fermi energy is")) {
            facts.put("fermiEnergy", line.replaceAll(".* is\\s*|\\s*ev.*", ""));
        } else {
            return matched(line);
        }
        return true;
    }

    private static String magnetization(String line) {
        return line.replaceAll(".*=", "").replace("Bohr mag/cell", "").trim();
    }

    private boolean matched(String line) {
        if (!line.contains("PWSCF")
                && !line.contains("RAM")
                && !line.contains("magn")
                && !line.contains("PseudoPot")
                && !line.contains("MD5")) {
            return false;
        }
        Matcher times = TIMES.matcher(line);
        Matcher memory = MEMORY.matcher(line);
        Matcher moment = MOMENT.matcher(line);
        Matcher pseudopotential = PSEUDOPOTENTIAL.matcher(line);
        Matcher md5 = MD5.matcher(line);
        if (times.matches()) {
            facts.put("cpuSeconds", String.valueOf(FortranNumbers.seconds(times.group(1))));
            facts.put("wallSeconds", String.valueOf(FortranNumbers.seconds(times.group(2))));
        } else if (memory.matches()) {
            facts.put("memoryPerProcess", memory.group(1) + " " + memory.group(2));
        } else if (moment.matches()) {
            moments.put(Integer.valueOf(moment.group(1)), FortranNumbers.read(moment.group(2), 1)[0]);
        } else if (pseudopotential.matches()) {
            element = pseudopotential.group(1);
        } else if (md5.matches() && !element.isEmpty()) {
            facts.put("pseudopotential." + element, "md5 " + md5.group(1));
        } else {
            return false;
        }
        return true;
    }

    /** Returns all, by their names. */
    Map<String, String> toMap() {
        Map<String, String> all = new TreeMap<>(facts);
        if (!moments.isEmpty()) {
            // Bohr magnetons within a sphere around each atom
            all.put(
                    "magneticMoments",
                    String.join(
                            " ", moments.values().stream().map(String::valueOf).toList()));
        }
        return all;
    }
}
