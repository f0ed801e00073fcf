package org.polymorph.surrogate.cluster;

/**
 * One structure as the clustering sees it.
 *
 * @param id of the candidate
 * @param representation one vector for the whole crystal, of one length for all points; copied in and out
 * @param energyPerAtom eV
 * @param kind crystals of different kinds, such as compositions, are never in one cluster
 */
public record ClusterPoint(String id, double[] representation, double energyPerAtom, String kind) {
    public ClusterPoint {
        representation = representation.clone();
    }

    /** Makes a point where all are of one kind. */
    public ClusterPoint(String id, double[] representation, double energyPerAtom) {
        this(id, representation, energyPerAtom, "");
    }

    @Override
    public double[] representation() {
        return representation.clone();
    }

    boolean isFinite() {
        double sum = energyPerAtom;
        for (double x : representation) {
            sum += x;
        }
        return Double.isFinite(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterPoint that
                && id.equals(that.id)
                && energyPerAtom == that.energyPerAtom
                && kind.equals(that.kind)
                && java.util.Arrays.equals(representation, that.representation);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
