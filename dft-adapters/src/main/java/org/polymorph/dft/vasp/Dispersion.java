package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.spi.Settings;

/** Van der Waals corrections by their names, as the VASP wiki has their tags. */
final class Dispersion {
    static final List<String> KEYS = List.of("vdw");

    private static final Map<String, Map<String, Object>> METHODS = new TreeMap<>(Map.ofEntries(
            Map.entry("d2", Map.of("IVDW", 10)),
            Map.entry("d3", Map.of("IVDW", 11)),
            Map.entry("d3bj", Map.of("IVDW", 12)),
            Map.entry("d4", Map.of("IVDW", 13)),
            Map.entry("ts", Map.of("IVDW", 20)),
            Map.entry("ts-hirshfeld", Map.of("IVDW", 21)),
            Map.entry("mbd", Map.of("IVDW", 202)),
            Map.entry("ddsc", Map.of("IVDW", 4)),
            Map.entry("vdw-df", Map.of("LUSE_VDW", true, "GGA", "RE", "AGGAC", 0)),
            Map.entry("vdw-df2", Map.of("LUSE_VDW", true, "GGA", "ML", "AGGAC", 0, "ZAB_VDW", -1.8867)),
            Map.entry("optpbe", Map.of("LUSE_VDW", true, "GGA", "OR", "AGGAC", 0)),
            Map.entry(
                    "optb88",
                    Map.of("LUSE_VDW", true, "GGA", "BO", "AGGAC", 0, "PARAM1", 0.1833333333, "PARAM2", 0.22)),
            Map.entry("optb86b", Map.of("LUSE_VDW", true, "GGA", "MK", "AGGAC", 0, "PARAM1", 0.1234, "PARAM2", 1))));

    private Dispersion() {}

    /** Sets the tags of the method that the settings name; none by default. */
    static void write(Settings settings, Incar incar) {
        List<String> names = new ArrayList<>(METHODS.keySet());
        names.add("none");
        Map<String, Object> tags = METHODS.getOrDefault(settings.choice("vdw", "none", names), Map.of());
        new TreeMap<>(tags).forEach(incar::propose);
    }
}
