package org.polymorph.surrogate.stop;

import java.util.Locale;

/**
 * What may still be found: what a Gaussian process on the labels expects of the clusters that have none, and how far the
 * newest clusters lie from those known before.
 *
 * @param cluster without a label that most improvement is expected of; empty if there is none
 * @param improvement expected of it on the lowest energy known, eV/atom, at least 0
 * @param chance that it is lower than the lowest known
 * @param fresh how many clusters are new in this round
 * @param distance from the farthest of the new clusters to the nearest one known before, Å: the largest difference of their
 *     average minimum distances; 0 if there is no new one
 */
public record Outlook(String cluster, double improvement, double chance, int fresh, double distance) {

    /**
     * Returns the outlook for people, in half a sentence.
     *
     * @param more what is to be said of the improvement, such as {@code ", more than 1.0"}; may be empty
     */
    public String text(String more) {
        String hope = cluster.isEmpty()
                ? "all clusters have a label"
                : String.format(
                        Locale.ROOT,
                        "expected improvement %.1f meV/atom%s, chance of a lower energy %.0f %% (cluster %s)",
                        1000 * improvement,
                        more,
                        100 * chance,
                        cluster);
        return hope
                + (fresh == 0
                        ? "; no new clusters"
                        : String.format(
                                Locale.ROOT, "; %d new clusters, up to %.2f Å from those known", fresh, distance));
    }
}
