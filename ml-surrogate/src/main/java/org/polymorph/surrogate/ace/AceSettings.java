package org.polymorph.surrogate.ace;

import org.polymorph.model.spi.Settings;

/**
 * The settings of an {@code ace} surrogate.
 *
 * @param cutoff radius of an atom's environment, Å
 * @param bodyOrder highest number of atoms in one invariant, the centre included: 2 to 5
 * @param features about how many invariants a centre element gets; they are taken in the order of roughness, so that the
 *     true number is the nearest full level below
 * @param radial number of radial functions
 * @param angular highest l
 * @param decay λ of the radial transform exp(−λ r/cutoff)
 * @param committee number of coefficient vectors drawn from the posterior
 * @param energyWeight with forceWeight and stressWeight: factors on the precision of these labels, 1 = as the evidence has
 *     it
 * @param energyWindow eV an atom above the lowest label from which on labels count less
 * @param forceWindow eV/Å from which on labels of an atom's force count less
 * @param core outer radius of the short-range repulsion, in units of the sum of two covalent radii; 0: none
 */
record AceSettings(
        double cutoff,
        int bodyOrder,
        int features,
        int radial,
        int angular,
        double decay,
        int committee,
        double energyWeight,
        double forceWeight,
        double stressWeight,
        double energyWindow,
        double forceWindow,
        double core) {

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static AceSettings read(Settings settings) {
        settings.text("type", AceSurrogate.NAME);
        Settings weights = settings.section("weights");
        AceSettings read = new AceSettings(
                settings.number("cutoff", 5.0, 1.0, 20.0),
                settings.integer("bodyOrder", 5, 2, 5),
                settings.integer("features", 450, 10, 5000),
                settings.integer("radial", 12, 1, 30),
                settings.integer("angular", 5, 0, 10),
                settings.number("decay", 1.0, 0.1, 20.0),
                settings.integer("committee", 16, 2, 1000),
                weights.positive("energy", 1),
                weights.positive("force", 1),
                weights.positive("stress", 1),
                settings.positive("energyWindow", 1.0),
                settings.positive("forceWindow", 5.0),
                settings.number("core", 0.8, 0, 2));
        weights.finish();
        settings.finish();
        return read;
    }
}
