package org.polymorph.dft.abinit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/** The {@code variables} section of the settings: any variable of ABINIT that has no key of its own. */
final class VariableSettings {
    private static final String STRUCTURE = "it follows from the structure";
    private static final String MESH = "use kspacing, or kgrid and koffset";
    private static final String FILES = "files lie in the job's directory";
    private static final String DATASETS = "a job is one calculation";

    // What the adapter writes itself and must agree with the rest of the input, and where it is set instead.
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("natom", STRUCTURE),
            Map.entry("ntypat", STRUCTURE),
            Map.entry("typat", STRUCTURE),
            Map.entry("znucl", STRUCTURE),
            Map.entry("acell", STRUCTURE),
            Map.entry("rprim", STRUCTURE),
            Map.entry("angdeg", STRUCTURE),
            Map.entry("xred", STRUCTURE),
            Map.entry("xcart", STRUCTURE),
            Map.entry("structure", STRUCTURE),
            Map.entry("ngkpt", MESH),
            Map.entry("kptrlatt", MESH),
            Map.entry("kptrlen", MESH),
            Map.entry("nshiftk", MESH),
            Map.entry("shiftk", MESH),
            Map.entry("nsppol", "use spin"),
            Map.entry("spinat", "use spin and moments"),
            Map.entry("cellcharge", "use charge"),
            Map.entry("charge", "write charge beside variables"),
            Map.entry("strtarget", "use the search's pressure"),
            Map.entry("optdriver", "only ground states are calculated"),
            Map.entry("optforces", "forces are always wanted"),
            Map.entry("optstress", "the stress is always wanted"),
            Map.entry("chkexit", "it is needed to stop in time"),
            Map.entry("pseudos", "use pseudopotentials"),
            Map.entry("pp_dirpath", "use pseudoDir"),
            Map.entry("output_file", FILES),
            Map.entry("indata_prefix", FILES),
            Map.entry("outdata_prefix", FILES),
            Map.entry("tmpdata_prefix", FILES),
            Map.entry("ndtset", DATASETS),
            Map.entry("jdtset", DATASETS),
            Map.entry("udtset", DATASETS));

    private VariableSettings() {}

    /** Adds the entries to variables that hold everything else already; problems go to the settings. */
    static void read(Settings settings, AbinitVariables variables) {
        Settings section = settings.section("variables");
        for (String key : List.copyOf(section.keys())) {
            String name = key.toLowerCase(Locale.ROOT);
            Object value = section.tree().get(key);
            if (OWN.containsKey(name)) {
                section.reject(key, "is set by the adapter: " + OWN.get(name));
            } else if (AbinitSettings.KEYS.contains(name)) {
                section.reject(key, "has a key of its own; write " + name + " beside variables");
            } else if (!AbinitKeywords.all().contains(name)) {
                section.reject(
                        key,
                        "ABINIT has no variable \"" + key + "\"" + Spelling.suggestion(name, AbinitKeywords.all()));
            } else if (value == null) {
                section.reject(key, "expected a value, found nothing");
            } else {
                section.attempt(key, () -> {
                    variables.set(name, value);
                    return true;
                });
            }
        }
    }
}
