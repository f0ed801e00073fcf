package org.polymorph.surrogate.ace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.NeighborList;

/**
 * Radial functions and harmonics of all pairs of some atoms that follow each other: a row over the pairs for each number. The
 * pairs of an atom stand together, those with one element of the neighbour together among them. Scratch space; not thread-safe.
 */
final class PairRows {
    private final AceBasis basis;
    private final int limit;
    private RadialBasis.Rows radial;
    private SphericalHarmonics.Rows harmonics;
    private @Nullable NeighborList neighbors;
    private int[] species = new int[0];
    private int[] entries = new int[0];
    private double[] along = new double[0];
    private int[] starts = new int[0];
    private int[] places = new int[0];
    private final int[] firstPlaces;
    private int first;
    private int end;
    private int count;

    /**
     * Makes scratch space.
     *
     * @param limit how many pairs are looked at together, unless one atom has more
     */
    PairRows(AceBasis basis, int limit) {
        this.basis = basis;
        this.limit = limit;
        this.firstPlaces = new int[basis.elements().size() + 1];
        this.radial = basis.radial().rows(0);
        this.harmonics = basis.harmonics().rows(0);
    }

    /**
     * Looks at the atoms from {@code i} on, as many as fit, unless the pairs of atom i are there already.
     *
     * @param species element index of each atom
     */
    void look(NeighborList neighbors, int[] species, int i) {
        if (neighbors == this.neighbors && species == this.species && i >= first && i < end) {
            return;
        }
        this.neighbors = neighbors;
        this.species = species;
        first = i;
        end = i + 1;
        while (end < neighbors.size() && neighbors.start(end + 1) - neighbors.start(i) <= limit) {
            end++;
        }
        reserve(neighbors.start(end) - neighbors.start(i));
        sort(neighbors);
        for (int p = 0; p < count; p++) {
            double inverse = 1 / neighbors.distance(entries[p]);
            radial.distance[p] = neighbors.distance(entries[p]);
            harmonics.x[p] = neighbors.dx(entries[p]) * inverse;
            harmonics.y[p] = neighbors.dy(entries[p]) * inverse;
            harmonics.z[p] = neighbors.dz(entries[p]) * inverse;
            harmonics.inverse[p] = inverse;
        }
        radial.evaluate(count);
        harmonics.evaluate(count);
    }

    private void reserve(int pairs) {
        if (entries.length < pairs) {
            int room = pairs * 5 / 4;
            entries = new int[room];
            along = new double[room];
            radial = basis.radial().rows(room);
            harmonics = basis.harmonics().rows(room);
        }
        int segments = (end - first) * basis.elements().size() + 1;
        if (starts.length < segments) {
            starts = new int[segments];
            places = new int[segments];
        }
    }

    private void sort(NeighborList neighbors) {
        int elements = basis.elements().size();
        count = 0;
        int segment = 0;
        for (int i = first; i < end; i++) {
            for (int z = 0; z < elements; z++) {
                starts[segment++] = count;
                for (int entry = neighbors.start(i); entry < neighbors.start(i + 1); entry++) {
                    if (species[neighbors.neighbor(entry)] == z) {
                        entries[count++] = entry;
                    }
                }
            }
        }
        starts[segment] = count;
        int place = 0;
        for (int z = 0; z < elements; z++) {
            firstPlaces[z] = place;
            for (int i = first; i < end; i++) {
                if (species[i] == z) {
                    places[i - first] = place++;
                }
            }
        }
        firstPlaces[elements] = place;
    }

    RadialBasis.Rows radial() {
        return radial;
    }

    SphericalHarmonics.Rows harmonics() {
        return harmonics;
    }

    /** Returns the list that the pairs are of. */
    NeighborList neighbors() {
        return Objects.requireNonNull(neighbors);
    }

    int species(int atom) {
        return species[atom];
    }

    /** Returns the first atom looked at. */
    int first() {
        return first;
    }

    /** Returns the first atom after them. */
    int end() {
        return end;
    }

    /** Returns where atom i stands among those looked at, when atoms of one element stand together. */
    int place(int i) {
        return places[i - first];
    }

    /** Returns the place of the first atom of element z; those of element z − 1 end there. */
    int firstPlace(int z) {
        return firstPlaces[z];
    }

    /** Returns the number of pairs. */
    int count() {
        return count;
    }

    /** Returns the pair with which atom i's neighbours of element z begin; those of element z − 1 end there. */
    int start(int i, int z) {
        return starts[(i - first) * basis.elements().size() + z];
    }

    /** Returns the pair with which atom i's neighbours end. */
    int end(int i) {
        return start(i + 1, 0);
    }

    /** Returns the entry of the neighbour list that a pair is. */
    int entry(int p) {
        return entries[p];
    }

    /**
     * Computes the gradient of R_n Y_k with respect to the neighbour's position, for some pairs.
     *
     * @param out a row of pairs for x, y and z
     */
    void gradient(int n, int k, int from, int to, double[][] out) {
        double[] along = this.along;
        double[] slope = radial.slopes[n];
        double[] y = harmonics.values[k];
        for (int p = from; p < to; p++) {
            along[p] = slope[p] * y[p];
        }
        gradient(n, harmonics.x, harmonics.alongX[k], from, to, out[0]);
        gradient(n, harmonics.y, harmonics.alongY[k], from, to, out[1]);
        gradient(n, harmonics.z, harmonics.alongZ[k], from, to, out[2]);
    }

    private void gradient(int n, double[] unit, double[] slope, int from, int to, double[] out) {
        double[] along = this.along;
        double[] value = radial.values[n];
        for (int p = from; p < to; p++) {
            out[p] = along[p] * unit[p] + value[p] * slope[p];
        }
    }
}
