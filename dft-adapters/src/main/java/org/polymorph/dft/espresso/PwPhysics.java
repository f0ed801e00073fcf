package org.polymorph.dft.espresso;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.spi.Settings;

/** What is added to the functional of the pseudopotentials: van der Waals forces, another functional, a charge. */
final class PwPhysics {
    /** Corrections added to any functional: pw.x's word, and the version of DFT-D3 or 0. */
    private record Correction(String word, int version) {}

    private static final Map<String, Correction> CORRECTIONS = Map.of(
            "d2", new Correction("grimme-d2", 0),
            "d3", new Correction("dft-d3", 3),
            "d3bj", new Correction("dft-d3", 4),
            "ts", new Correction("ts-vdw", 0),
            "mbd", new Correction("mbd_vdw", 0),
            "xdm", new Correction("xdm", 0));

    /** Functionals that hold van der Waals forces themselves. */
    private static final Map<String, String> FUNCTIONALS =
            new TreeMap<>(Map.of("df", "vdw-df", "df2", "vdw-df2", "df-c09", "vdw-df-c09", "rvv10", "rvv10"));

    private PwPhysics() {}

    /** Reads {@code vdw}, {@code functional} and {@code charge}. */
    static void read(Settings settings, Namelists namelists) {
        List<String> words = new ArrayList<>(new TreeMap<>(CORRECTIONS).keySet());
        words.addAll(FUNCTIONALS.keySet());
        words.add("none");
        String vdw = settings.choice("vdw", "none", words);
        settings.text("functional").ifPresent(name -> namelists.set("system", "input_dft", name));
        Correction correction = CORRECTIONS.get(vdw);
        if (correction != null) {
            namelists.set("system", "vdw_corr", correction.word());
            if (correction.version() > 0) {
                namelists.set("system", "dftd3_version", correction.version());
            }
        } else if (FUNCTIONALS.containsKey(vdw)) {
            if (settings.has("functional")) {
                settings.reject("vdw", vdw + " is a functional itself; expected no functional beside it");
            }
            namelists.set("system", "input_dft", String.valueOf(FUNCTIONALS.get(vdw)));
        }
        double charge = settings.number("charge", 0, -1000, 1000);
        if (charge != 0) {
            namelists.set("system", "tot_charge", charge);
        }
    }

    /** Returns whether the settings name a functional, so that those of the pseudopotentials need not agree. */
    static boolean choosesFunctional(Settings settings) {
        return settings.tree().containsKey("functional")
                || FUNCTIONALS.containsKey(String.valueOf(settings.tree().get("vdw")));
    }
}
