package org.polymorph.surrogate.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.match.Assignment;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.Peak;

/**
 * What the networks make of a code: sites with the scores of the elements, and a lattice. Immutable.
 *
 * @param lattice rows a, b, c in the box, Å
 * @param peaks highest first
 * @param scores of each peak for each element, in nats; the higher the likelier
 * @param elements in the order of the scores
 */
public record DecodedCrystal(double[] lattice, List<Peak> peaks, double[][] scores, List<Element> elements) {

    /** Returns the likeliest element of a peak. */
    public Element species(int peak) {
        int best = 0;
        for (int e = 1; e < elements.size(); e++) {
            best = scores[peak][e] > scores[peak][best] ? e : best;
        }
        return elements.get(best);
    }

    /** Returns the crystal with the likeliest element on each site; empty if there is no site or the cell has no volume. */
    public Optional<Structure> structure() {
        List<Element> species = new ArrayList<>();
        for (int p = 0; p < peaks.size(); p++) {
            species.add(species(p));
        }
        return structure(species);
    }

    /**
     * Returns the crystal with a composition: its highest peaks, and the likeliest of all ways to lay the elements on them; empty
     * if there are too few peaks, or the cell has no volume, or an element is not one of the networks.
     */
    public Optional<Structure> structure(Composition composition) {
        List<Element> wanted = composition.species();
        if (peaks.size() < wanted.size() || !elements.containsAll(wanted)) {
            return Optional.empty();
        }
        int n = wanted.size();
        double[][] costs = new double[n][n];
        for (int peak = 0; peak < n; peak++) {
            for (int k = 0; k < n; k++) {
                costs[peak][k] = -scores[peak][elements.indexOf(wanted.get(k))];
            }
        }
        List<Element> species = new ArrayList<>();
        for (int column : Assignment.of(costs)) {
            species.add(wanted.get(column));
        }
        return structure(species);
    }

    private Optional<Structure> structure(List<Element> species) {
        if (species.isEmpty()) {
            return Optional.empty();
        }
        double[] positions = new double[3 * species.size()];
        for (int p = 0; p < species.size(); p++) {
            positions[3 * p] = peaks.get(p).x();
            positions[3 * p + 1] = peaks.get(p).y();
            positions[3 * p + 2] = peaks.get(p).z();
        }
        try {
            return Optional.of(BoxedCrystal.structure(lattice, species, positions));
        } catch (IllegalArgumentException noVolume) {
            return Optional.empty();
        }
    }
}
