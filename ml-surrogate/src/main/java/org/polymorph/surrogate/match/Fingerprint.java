package org.polymorph.surrogate.match;

import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.TypedDistances;
import org.polymorph.surrogate.invariant.isoset.Isoset;

/**
 * The invariants by which a crystal is compared, from the cheapest to the complete one. Each distance is a metric that is at
 * most twice the largest move of an atom. Those of the average minimum distances and of the positions alone are never above
 * the one with elements, so that what they rule out need not be looked at again. Thread-safe; the isoset is computed when first
 * asked for.
 */
final class Fingerprint {
    private final double[] average;
    private final PointwiseDistances positions;
    private final TypedDistances elements;
    private final Structure structure;
    private final boolean typed;
    private final boolean mirrors;
    private @Nullable Isoset isoset;

    private Fingerprint(PeriodicSet set, Structure structure, MatchSettings settings) {
        this.structure = structure;
        this.typed = settings.elements();
        this.mirrors = !settings.hands();
        this.average = AverageMinimumDistances.of(set, settings.neighbours());
        this.positions = PointwiseDistances.of(set, settings.neighbours(), PointwiseDistances.COLLAPSE);
        this.elements = TypedDistances.of(set, settings.neighbours(), PointwiseDistances.COLLAPSE);
    }

    static Fingerprint of(Structure structure, MatchSettings settings) {
        return new Fingerprint(PeriodicSet.ofDistinct(structure), structure, settings);
    }

    double averageDistance(Fingerprint other) {
        return Metric.CHEBYSHEV.between(average, other.average);
    }

    double pointwiseDistance(Fingerprint other) {
        return typed ? elements.distance(other.elements) : positions.distance(other.positions);
    }

    double isosetDistance(Fingerprint other) {
        // the turns found may depend in the last digits on who is turned
        return Math.min(isoset().distance(other.isoset()), other.isoset().distance(isoset()));
    }

    synchronized Isoset isoset() {
        Isoset known = isoset;
        if (known == null) {
            known = Isoset.of(structure, typed, mirrors);
            isoset = known;
        }
        return known;
    }

    boolean within(Fingerprint other, double limit) {
        return averageDistance(other) <= limit
                && positions.distance(other.positions) <= limit
                && pointwiseDistance(other) <= limit
                && (isoset().within(other.isoset(), limit) || other.isoset().within(isoset(), limit));
    }
}
