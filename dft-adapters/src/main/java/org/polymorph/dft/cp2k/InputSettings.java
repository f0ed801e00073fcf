package org.polymorph.dft.cp2k;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/**
 * The {@code input} and {@code kinds} sections of the settings: any keyword of CP2K that has no key of its own, as sections within
 * sections or by its path, such as {@code FORCE_EVAL/DFT/SCF/MAX_SCF}.
 */
final class InputSettings {
    private static final String KIND = "FORCE_EVAL/SUBSYS/KIND";

    // What the adapter writes itself and must agree with the rest of the input, and where it is set instead.
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("GLOBAL/PROJECT_NAME", "the output parser relies on it"),
            Map.entry("GLOBAL/RUN_TYPE", "it follows from the input set"),
            Map.entry("GLOBAL/WALLTIME", "use walltime"),
            Map.entry("FORCE_EVAL/METHOD", "it is always QUICKSTEP"),
            Map.entry("FORCE_EVAL/STRESS_TENSOR", "the stress is always wanted"),
            Map.entry("FORCE_EVAL/PRINT/FORCES", "forces are always wanted"),
            Map.entry("FORCE_EVAL/PRINT/STRESS_TENSOR", "the stress is always wanted"),
            Map.entry("FORCE_EVAL/SUBSYS/CELL", "it follows from the structure"),
            Map.entry("FORCE_EVAL/SUBSYS/COORD", "it follows from the structure"),
            Map.entry("FORCE_EVAL/SUBSYS/TOPOLOGY", "it follows from the structure"),
            Map.entry(KIND, "use basis, potential, moments and kinds"),
            Map.entry("KIND/ELEMENT", "it follows from the structure"),
            Map.entry("KIND/BASIS_SET", "use basis"),
            Map.entry("KIND/POTENTIAL", "use potential"),
            Map.entry("KIND/MAGNETIZATION", "use spin and moments"),
            Map.entry("FORCE_EVAL/DFT/BASIS_SET_FILE_NAME", "use basisFile"),
            Map.entry("FORCE_EVAL/DFT/POTENTIAL_FILE_NAME", "use potentialFile"),
            Map.entry("FORCE_EVAL/DFT/WFN_RESTART_FILE_NAME", "it lies in the job's directory"),
            Map.entry("FORCE_EVAL/DFT/CHARGE", "use charge"),
            Map.entry("FORCE_EVAL/DFT/UKS", "use spin"),
            Map.entry("FORCE_EVAL/DFT/MULTIPLICITY", "use multiplicity"),
            Map.entry("FORCE_EVAL/DFT/KPOINTS", "use kspacing, kgrid, koffset, kcentring"),
            Map.entry("FORCE_EVAL/DFT/MGRID/CUTOFF", "use cutoff"),
            Map.entry("FORCE_EVAL/DFT/MGRID/REL_CUTOFF", "use relCutoff"),
            Map.entry("FORCE_EVAL/DFT/SCF/ADDED_MOS", "use addedMos"),
            Map.entry("FORCE_EVAL/DFT/SCF/SMEAR", "use smearing and temperature"),
            Map.entry("FORCE_EVAL/DFT/SCF/SCF_GUESS", "it follows from what went before"),
            Map.entry("FORCE_EVAL/DFT/SCF/IGNORE_CONVERGENCE_FAILURE", "an SCF that did not converge is never a label"),
            Map.entry("FORCE_EVAL/DFT/SCF/PRINT/RESTART", "it lies in the job's directory"),
            Map.entry("FORCE_EVAL/DFT/XC/XC_FUNCTIONAL", "use functional; with custom it is set here"),
            Map.entry("FORCE_EVAL/DFT/XC/VDW_POTENTIAL", "use vdw; with custom it is set here"),
            Map.entry("MOTION/CELL_OPT/EXTERNAL_PRESSURE", "use the search's pressure"),
            Map.entry("MOTION/PRINT/TRAJECTORY", "the output parser relies on it"),
            Map.entry("MOTION/PRINT/CELL", "the output parser relies on it"));

    private final Cp2kTree tree;
    private final boolean custom;

    /**
     * Makes a reader.
     *
     * @param tree holds everything else already
     * @param custom whether the functional is set here
     */
    InputSettings(Cp2kTree tree, boolean custom) {
        this.tree = tree;
        this.custom = custom;
    }

    /** Reads {@code input}; problems go to the settings. */
    void read(Settings settings) {
        read(settings.section("input"), Cp2kSections.root(), "", "");
    }

    /**
     * Reads what {@code kinds} says of one kind of atoms.
     *
     * @param label as in the input
     */
    void readKind(Settings kinds, String element, String label) {
        Cp2kSections.Section section = Cp2kSections.root();
        for (String name : KIND.split("/", -1)) {
            section = section.below(name).orElseThrow();
        }
        read(kinds.section(element), section, KIND + " " + label + "/", "KIND/");
    }

    /**
     * Reads a section.
     *
     * @param at path of the section in the input
     * @param known path of the section in CP2K's table
     */
    private void read(Settings section, Cp2kSections.Section table, String at, String known) {
        for (String key : List.copyOf(section.keys())) {
            String[] words = key.trim().toUpperCase(Locale.ROOT).split("/", -1);
            StringBuilder path = new StringBuilder();
            Optional<Cp2kSections.Section> inner = Optional.of(table);
            for (int i = 0; i + 1 < words.length && inner.isPresent(); i++) {
                String word = words[i];
                Cp2kSections.Section outer = inner.get();
                inner = outer.below(word);
                if (inner.isEmpty()) {
                    section.reject(key, unknown(word, known + path, outer));
                }
                path.append(word).append('/');
            }
            if (inner.isPresent()) {
                read(section, key, words[words.length - 1], inner.get(), at + path, known + path);
            }
        }
    }

    private void read(Settings section, String key, String word, Cp2kSections.Section table, String at, String known) {
        Object value = section.tree().get(key);
        Optional<Cp2kSections.Section> below = table.below(word);
        Optional<String> keyword = table.keyword(word);
        if (below.isEmpty() && (keyword.isEmpty() || word.equals("*"))) {
            section.reject(key, unknown(word, known, table));
            return;
        }
        Optional<String> owned = owned(known + keyword.orElse(word));
        if (owned.isPresent()) {
            section.reject(key, "is set by the adapter: " + owned.get());
        } else if (value instanceof Map && below.isPresent()) {
            read(section.section(key), below.get(), at + word + "/", known + word + "/");
        } else if (value == null || value instanceof Map) {
            section.reject(key, "expected a value, found " + (value == null ? "nothing" : "a section"));
        } else {
            // a section with a value is one with a parameter: SMEAR: ON
            String path = at + (keyword.isPresent() ? keyword.get() : word + "/" + Cp2kSections.PARAMETER);
            section.attempt(key, () -> {
                tree.set(path, value);
                return true;
            });
        }
    }

    private Optional<String> owned(String path) {
        return OWN.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "/"))
                .filter(entry -> !custom || !entry.getKey().startsWith("FORCE_EVAL/DFT/XC/"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String unknown(String word, String path, Cp2kSections.Section section) {
        String where = path.isEmpty() ? "CP2K's input" : "CP2K's section " + path.substring(0, path.length() - 1);
        return where + " has no section or keyword \"" + word + "\"" + Spelling.suggestion(word, section.names());
    }
}
