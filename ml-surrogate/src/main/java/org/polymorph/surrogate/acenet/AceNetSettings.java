package org.polymorph.surrogate.acenet;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.network.NetworkSettings;

/**
 * The settings of an {@code acenet} surrogate.
 *
 * @param invariants what networks look at
 * @param ensemble number of members; each is validated on its own part of the labels
 * @param directions how many combinations of invariants a network sees, by their share in what the prior expects of energies
 * @param hidden width of both hidden layers
 * @param messages scale at first of what atoms learn from their neighbours' first hidden layers; 0: nothing
 * @param weights factors on the precision of energies, forces and stresses, 1 = as the evidence of the linear fit has it
 * @param optimizer how weights are changed
 * @param batch structures a step
 * @param steps at least so many
 * @param epochs at least so often all labels
 * @param core outer radius of the short-range repulsion, in units of the sum of two covalent radii; 0: none
 */
record AceNetSettings(
        AtomicInvariants.Shape invariants,
        int ensemble,
        int directions,
        int hidden,
        double messages,
        Weights weights,
        NetworkSettings.OptimizerSettings optimizer,
        int batch,
        int steps,
        int epochs,
        double core) {
    /** Factors on the precision of labels. */
    record Weights(double energy, double force, double stress) {}

    private static final double CLIP = 1e3;
    private static final int FEWEST = 5;

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static AceNetSettings read(Settings settings) {
        settings.text("type", AceNetSurrogate.NAME);
        Settings weights = settings.section("weights");
        AceNetSettings read = new AceNetSettings(
                new AtomicInvariants.Shape(
                        settings.number("cutoff", 5.0, 1.0, 20.0),
                        settings.integer("bodyOrder", 5, 2, 5),
                        settings.integer("features", 700, 10, 5000),
                        settings.integer("radial", 12, 1, 30),
                        settings.integer("angular", 5, 0, 10),
                        settings.number("decay", 1.0, 0.1, 20.0)),
                settings.integer("ensemble", 5, 2, 100),
                settings.integer("directions", 500, 2, 5000),
                settings.integer("hidden", 50, 2, 1000),
                settings.number("messages", 0, 0, 10),
                new Weights(weights.positive("energy", 1), weights.positive("force", 1), weights.positive("stress", 1)),
                new NetworkSettings.OptimizerSettings(
                        settings.positive("learningRate", 4e-3),
                        settings.number("weightDecay", 0.01, 0, 1),
                        CLIP,
                        settings.number("average", 0.98, 0, 0.99999)),
                settings.integer("batch", 5, 1, 10000),
                settings.integer("steps", 400, 1, 10000000),
                settings.integer("epochs", 20, 0, 1000000),
                settings.number("core", 0.8, 0, 2));
        weights.finish();
        settings.finish();
        return read;
    }

    /** Returns the fewest labels to fit to: each member is held out one of them at least. */
    int fewestLabels() {
        return Math.max(FEWEST, ensemble);
    }

    AtomicInvariants invariants(List<Element> elements) {
        return new AtomicInvariants(invariants, elements, ensemble);
    }

    /** Returns the networks of a member on so many invariants or directions of them. */
    Networks networks(int width, int elements) {
        return new Networks(new AtomicNetwork(width, hidden, hidden), elements, messages, invariants.cutoff());
    }

    /** Returns the number of steps for so many labels to train on. */
    int steps(int labels) {
        return Math.max(steps, (epochs * labels + batch - 1) / batch);
    }
}
