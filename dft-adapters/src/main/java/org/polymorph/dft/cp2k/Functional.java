package org.polymorph.dft.cp2k;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Exchange-correlation functionals, and the families of potentials that were made for each. */
enum Functional {
    PBE("PBE/_=T", "GTH-PBE", "PBE"),
    PBESOL("PBE/PARAMETRIZATION=PBESOL", "GTH-PBESOL GTH-PBE", "PBEsol"),
    REVPBE("PBE/PARAMETRIZATION=REVPBE", "GTH-REVPBE GTH-PBE", "revPBE"),
    LDA("PADE/_=T", "GTH-PADE GTH-LDA", ""),
    BLYP("BECKE88/_=T LYP/_=T", "GTH-BLYP", "BLYP"),
    BP("BECKE88/_=T P86C/_=T", "GTH-BP", "BP");

    /** The word for a functional that the settings put together themselves. */
    static final String CUSTOM = "custom";

    private final String entries;
    private final String potentials;
    private final String dispersion;

    Functional(String entries, String potentials, String dispersion) {
        this.entries = entries;
        this.potentials = potentials;
        this.dispersion = dispersion;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the words of all. */
    static List<String> words() {
        return Arrays.stream(values()).map(Functional::word).toList();
    }

    /** Returns the families of GTH potentials that fit, the best one first. */
    List<String> potentials() {
        return List.of(potentials.split(" ", -1));
    }

    /** Returns the name that the parameters of DFT-D3 have; empty where there are none. */
    String dispersion() {
        return dispersion;
    }

    /** Sets the functional. */
    void write(Cp2kTree tree) {
        for (String entry : entries.split(" ", -1)) {
            String[] sides = entry.split("=", -1);
            tree.set(Cp2kSettings.XC + "XC_FUNCTIONAL/" + sides[0], sides[1]);
        }
    }
}
