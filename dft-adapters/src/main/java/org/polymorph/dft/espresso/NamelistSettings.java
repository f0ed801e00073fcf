package org.polymorph.dft.espresso;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/**
 * Entries of pw.x's namelists that have no key of their own: beside the other keys, or in the section {@code namelists} by
 * namelist, where several have an entry of that name.
 */
final class NamelistSettings {
    private static final Pattern KEY = Pattern.compile("[A-Za-z]\\w*(?:\\(\\s*\\d+(?:\\s*,\\s*\\d+)*\\s*\\))?");

    // What the adapter writes itself and must agree with the rest of the input, and where it is set instead.
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("calculation", "it follows from the input set"),
            Map.entry("prefix", "the output parser relies on it"),
            Map.entry("outdir", "it lies in the job's directory"),
            Map.entry("pseudo_dir", "use pseudoDir"),
            Map.entry("tprnfor", "forces are always wanted"),
            Map.entry("tstress", "the stress is always wanted"),
            Map.entry("ibrav", "the cell is always written out"),
            Map.entry("celldm", "the cell is always written out"),
            Map.entry("nat", "it follows from the structure"),
            Map.entry("ntyp", "it follows from the structure"),
            Map.entry("press", "use the search's pressure"),
            Map.entry("scf_must_converge", "an SCF that did not converge is never a label"));

    private NamelistSettings() {}

    /**
     * Adds the entries to namelists that hold everything else already; problems go to the settings.
     *
     * @param settings whose other keys have been read
     */
    static void read(Settings settings, Namelists namelists) {
        for (String key : settings.unread()) {
            PwKeywords.namelistOf(key).ifPresent(namelist -> entry(settings, key, namelist, namelists));
        }
        Settings section = settings.section("namelists");
        for (String name : section.keys()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (Namelists.NAMES.contains(lower)) {
                readList(section.section(name), lower, namelists);
            } else {
                section.reject(
                        name,
                        "unknown namelist \"" + name + "\""
                                + Spelling.suggestion(name, Namelists.NAMES) + "; pw.x has "
                                + String.join(", ", Namelists.NAMES));
            }
        }
    }

    private static String unknown(String key, String bare, String namelist) {
        return "pw.x's namelist " + namelist + " has no entry \"" + key + "\""
                + PwKeywords.namelistOf(bare)
                        .map(other -> "; it belongs to " + other)
                        .orElseGet(() -> Spelling.suggestion(bare, PwKeywords.of(namelist)));
    }

    private static void readList(Settings section, String namelist, Namelists namelists) {
        for (String key : List.copyOf(section.keys())) {
            String bare = PwKeywords.bare(key);
            if (PwSettings.KEYS.contains(bare)) {
                section.reject(key, "has a key of its own; write " + bare + " beside namelists");
            } else if (KEY.matcher(key).matches() && !PwKeywords.of(namelist).contains(bare)) {
                section.reject(key, unknown(key, bare, namelist));
            } else {
                entry(section, key, namelist, namelists);
            }
        }
    }

    private static void entry(Settings section, String key, String namelist, Namelists namelists) {
        String bare = PwKeywords.bare(key);
        Optional<Object> value = section.value(key);
        if (!KEY.matcher(key).matches()) {
            section.reject(key, "expected the name of a pw.x variable, found \"" + key + "\"");
        } else if (OWN.containsKey(bare)) {
            section.reject(key, "is set by the adapter: " + OWN.get(bare));
        } else if (value.isEmpty()) {
            section.reject(key, "expected a value, found nothing");
        } else {
            section.attempt(key, () -> {
                namelists.set(namelist, key.toLowerCase(Locale.ROOT), value.get());
                return key;
            });
        }
    }
}
