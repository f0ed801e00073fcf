package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.ace.AtomScan;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.linear.NativeFloats;
import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.network.Graph;

/**
 * Looks at structures through one projection an element: the invariants of some atoms and their derivatives are rows of one
 * matrix, in single precision, and the projection is one product of it. Scratch space; not thread-safe.
 */
final class ProjectedScan {
    /** Rows that are multiplied at once, unless one atom has more. */
    private static final int ROWS = 512;

    private final AtomicInvariants invariants;
    private final Projection[] projections;
    private final NativeFloats[] weights;
    private final AtomScan scan;
    private final int size;
    private final int width;
    private float[] rows = new float[0];
    private NativeFloats factors = new NativeFloats(0);
    private NativeFloats products = new NativeFloats(0);
    private final List<Integer> waiting = new ArrayList<>();
    private int count;

    ProjectedScan(AtomicInvariants invariants, Projection[] projections) {
        this.invariants = invariants;
        this.projections = projections;
        this.scan = invariants.scan();
        this.size = invariants.size();
        this.width = projections[0].width();
        this.weights = Arrays.stream(projections).map(p -> p.nativeWeights()).toArray(NativeFloats[]::new);
    }

    /** Looks at a structure. */
    Surroundings look(Structure structure) {
        NeighborList neighbors = NeighborList.of(structure, invariants.cutoff());
        int[] species = invariants.species(structure);
        Surroundings all = new Surroundings(
                Graph.of(neighbors, species, structure.volume()),
                new double[species.length * width],
                new int[species.length][],
                new float[species.length][]);
        for (int z = 0; z < projections.length; z++) {
            for (int i = 0; i < species.length; i++) {
                if (species[i] == z) {
                    scan.look(neighbors, species, i);
                    scan.move();
                    if (count + 1 + scan.height() > ROWS) {
                        project(z, all);
                    }
                    add(i, z, all);
                }
            }
            project(z, all);
        }
        return all;
    }

    private void add(int i, int z, Surroundings all) {
        int end = count + 1 + scan.height();
        if (rows.length < end * size) {
            rows = Arrays.copyOf(rows, Math.max(ROWS, end) * size);
        }
        double[] mean = projections[z].mean();
        for (int f = 0; f < size; f++) {
            rows[count * size + f] = (float) (scan.values()[f] - mean[f]);
        }
        scan.derivatives(rows, count + 1);
        count = end;
        waiting.add(i);
        all.moved()[i] = new int[scan.distinct()];
        Arrays.setAll(all.moved()[i], scan::moved);
        all.derivatives()[i] = new float[scan.height() * width];
    }

    // What has been added goes where it belongs.
    private void project(int z, Surroundings all) {
        if (count == 0) {
            return; // no atom of this element
        }
        if (factors.capacity() < count * size) {
            factors = new NativeFloats(rows.length);
            products = new NativeFloats(rows.length / size * width);
        }
        factors.put(0, rows, count * size);
        OpenBlas.multiply(
                count,
                width,
                size,
                new NativeFloats.Matrix(factors, 0, size),
                new NativeFloats.Matrix(weights[z], 0, width),
                0,
                new NativeFloats.Matrix(products, 0, width));
        float[] features = new float[width];
        int at = 0;
        for (int i : waiting) {
            products.get(at, features, width);
            for (int k = 0; k < width; k++) {
                all.features()[i * width + k] = features[k];
            }
            float[] derivatives = all.derivatives()[i];
            products.get(at + width, derivatives, derivatives.length);
            at += width + derivatives.length;
        }
        waiting.clear();
        count = 0;
    }
}
