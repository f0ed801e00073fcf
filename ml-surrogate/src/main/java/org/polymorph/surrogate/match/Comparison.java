package org.polymorph.surrogate.match;

import java.util.Optional;
import org.polymorph.model.crystal.Structure;

/**
 * Two crystals compared. The distances do not depend on cells, origins, orientations, the order of atoms or supercells.
 *
 * @param averageDistance Chebyshev distance of the average minimum distances, positions alone, Å
 * @param pointwiseDistance earth mover's distance of the pointwise distance distributions, Å; infinity where elements are told
 *     apart and the compositions differ
 * @param isosetDistance earth mover's distance of the isosets, Å; zero for the same crystal alone
 * @param same whether all of them are within the tolerance
 * @param sites which site lies on which; empty if one crystal cannot be laid upon the other
 */
public record Comparison(
        double averageDistance,
        double pointwiseDistance,
        double isosetDistance,
        boolean same,
        Optional<SiteMap> sites) {

    /**
     * Compares two crystals; symmetric.
     *
     * @throws IllegalArgumentException if two atoms of one are at the same place
     */
    public static Comparison of(Structure a, Structure b, MatchSettings settings) {
        Fingerprint first = Fingerprint.of(a, settings);
        Fingerprint second = Fingerprint.of(b, settings);
        double pointwise = first.pointwiseDistance(second);
        boolean comparable = Double.isFinite(pointwise);
        return new Comparison(
                first.averageDistance(second),
                pointwise,
                comparable ? first.isosetDistance(second) : Double.POSITIVE_INFINITY,
                first.within(second, settings.tolerance()),
                comparable
                        ? SiteMatcher.match(first.isoset(), second.isoset(), settings.elements())
                        : Optional.empty());
    }

    /** Returns the distance of the two, a metric: the larger one of those of the distributions and the isosets, in Å. */
    public double distance() {
        return Math.max(pointwiseDistance, isosetDistance);
    }
}
