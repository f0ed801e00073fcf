package org.polymorph.dft.abinit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.units.Units;

/** What else ABINIT's main output tells: version, timing, memory, magnetisation, which pseudopotentials were read. */
final class AbinitFacts {
    private static final Pattern VERSION = Pattern.compile("\\.Version\\s+(\\S+)\\s+of ABINIT.*");
    private static final Pattern TIMES =
            Pattern.compile("\\+Overall time at end \\(sec\\) : cpu=\\s*([\\d.]+)\\s+wall=\\s*([\\d.]+)\\s*");
    private static final Pattern MEMORY =
            Pattern.compile("P This job should need less than\\s+([\\d.]+)\\s+Mbytes of memory.*");
    private static final Pattern FERMI =
            Pattern.compile(" Fermi \\(or HOMO\\) energy \\(hartree\\) =\\s*(-?[\\d.]+)\\s.*");
    private static final Pattern MAGNETIZATION =
            Pattern.compile(" Magneti[sz]ation \\(Bohr magneton\\)=\\s*([-+\\d.E]+)\\s*");
    private static final Pattern MOMENT =
            Pattern.compile("\\s+\\d+\\s+[\\d.]+\\s+-?[\\d.]+\\s+-?[\\d.]+\\s+-?[\\d.]+\\s+(-?[\\d.]+)\\s*");
    private static final Pattern ENTROPY = Pattern.compile("'-kT\\*entropy'\\s*:\\s*([-+\\d.E]+)\\s*");

    private final Map<String, String> facts = new TreeMap<>();
    private List<String> moments = new ArrayList<>();
    private boolean inMoments;

    /** Takes a line outside of documents. Numbers that cannot be read are left out: none is a result. */
    void accept(String line) {
        if (line.startsWith(" Integrated electronic and magnetization densities")) {
            moments = new ArrayList<>();
            inMoments = true;
            return;
        }
        if (inMoments && line.startsWith(" Total magnetization")) {
            inMoments = false;
        }
        Matcher moment = MOMENT.matcher(line);
        if (inMoments && moment.matches()) {
            moments.add(moment.group(1));
            return;
        }
        Matcher times = TIMES.matcher(line);
        if (times.matches()) {
            facts.put("cpuSeconds", times.group(1));
            facts.put("wallSeconds", times.group(2));
        }
        put("version", VERSION, line, "");
        put("memoryPerProcess", MEMORY, line, " MB");
        put("totalMagnetization", MAGNETIZATION, line, "");
        energy("fermiEnergy", FERMI, line);
    }

    /** Takes a line of the energy's terms. */
    void term(String line) {
        energy("smearingEnergy", ENTROPY, line);
    }

    private void put(String name, Pattern pattern, String line, String unit) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
            facts.put(name, matcher.group(1) + unit);
        }
    }

    // Hartree to eV
    private void energy(String name, Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
            try {
                facts.put(name, String.valueOf(Double.parseDouble(matcher.group(1)) * Units.HARTREE));
            } catch (NumberFormatException e) {
                facts.remove(name);
            }
        }
    }

    /** Returns all, by their names. */
    Map<String, String> toMap() {
        Map<String, String> all = new TreeMap<>(facts);
        if (!moments.isEmpty()) {
            // Bohr magnetons within a sphere around each atom
            all.put("magneticMoments", String.join(" ", moments));
        }
        return all;
    }
}
