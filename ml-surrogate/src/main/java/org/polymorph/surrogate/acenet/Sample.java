package org.polymorph.surrogate.acenet;

/**
 * A labelled structure as its atoms' features, how these change when atoms move or the cell is strained, and what a network
 * is to say of it. The arrays are shared, not copied.
 *
 * @param volume of the cell, Å³
 * @param species element number of each atom
 * @param features atoms × width
 * @param moved of each atom, its distinct neighbours
 * @param derivatives of each atom, (3 · distinct + 6) × width: by each component of each distinct neighbour's position,
 *     then by the strain in Voigt's order
 * @param target energy, forces, six components of the stress
 * @param noise relative noise of each target, at least 1
 */
record Sample(
        double volume,
        int[] species,
        double[] features,
        int[][] moved,
        float[][] derivatives,
        double[] target,
        double[] noise) {

    int atoms() {
        return species.length;
    }

    /** Returns the number of targets: energy, forces, stress. */
    int columns() {
        return target.length;
    }
}
