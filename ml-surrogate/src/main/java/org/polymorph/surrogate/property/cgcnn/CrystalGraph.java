package org.polymorph.surrogate.property.cgcnn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.property.KnownElements;

/**
 * A crystal, or several side by side, as atoms and edges to their nearest neighbours. Immutable.
 *
 * <p>Each atom has edges of a total weight of as many neighbours as asked for: those at the same distance as the last one are all
 * there and share what is left, so that the graph does not depend on the order of atoms or on the choice of cell.
 *
 * @param species element number of each atom
 * @param centre of each edge, by rising number
 * @param neighbor at the other end of each edge
 * @param weight of each edge, 1 or less
 * @param basis Gaussians of each edge's distance, row-major
 * @param crystal that each atom belongs to, by rising number
 * @param crystals how many there are
 */
record CrystalGraph(
        int[] species, int[] centre, int[] neighbor, double[] weight, double[] basis, int[] crystal, int crystals) {
    /** Distances that differ by less, in Å, are one. */
    private static final double SAME = 1e-4;

    private static final double FIRST_RADIUS = 4;
    private static final double GROWTH = 1.4;
    private static final double LARGEST_RADIUS = 200;

    /**
     * Makes the graph of one crystal.
     *
     * @param elements those that are known
     * @throws IllegalArgumentException if it has another element, two atoms at one place, or neighbours nowhere near
     */
    static CrystalGraph of(Structure structure, List<Element> elements, int neighbors, CgcnnSettings.Shape shape) {
        int[] species = KnownElements.numbers(structure, elements);
        // in the reduced cell, where few images lie within a radius
        Structure reduced = PeriodicSet.ofDistinct(structure).structure();
        NeighborList list = list(reduced, neighbors);
        Edges edges = new Edges(neighbors);
        for (int i = 0; i < species.length; i++) {
            edges.add(list, i);
        }
        return edges.graph(species, shape);
    }

    private static NeighborList list(Structure structure, int neighbors) {
        for (double radius = FIRST_RADIUS; radius < LARGEST_RADIUS; radius *= GROWTH) {
            NeighborList list = NeighborSource.SEARCH.of(structure, radius);
            if (isEnough(list, structure.size(), neighbors, radius)) {
                return list;
            }
        }
        throw new IllegalArgumentException(
                "expected " + neighbors + " neighbours of each atom within " + LARGEST_RADIUS + " Å, found fewer");
    }

    // the last one, and all as far as it, lie safely within the radius
    private static boolean isEnough(NeighborList list, int atoms, int neighbors, double radius) {
        for (int i = 0; i < atoms; i++) {
            int within = 0;
            for (int entry = list.start(i); entry < list.start(i + 1); entry++) {
                within += list.distance(entry) < radius - 2 * SAME ? 1 : 0;
            }
            if (within < neighbors) {
                return false;
            }
        }
        return true;
    }

    /** Edges as they are gathered. */
    private static final class Edges {
        private final int most;
        private int[] centre = new int[64];
        private int[] neighbor = new int[64];
        private double[] weight = new double[64];
        private double[] distance = new double[64];
        private int count;

        Edges(int most) {
            this.most = most;
        }

        void add(NeighborList list, int atom) {
            Integer[] entries = IntStream.range(list.start(atom), list.start(atom + 1))
                    .boxed()
                    .sorted(Comparator.comparingDouble(list::distance))
                    .toArray(Integer[]::new);
            double last = list.distance(entries[most - 1]);
            int nearer = 0;
            int tied = 0;
            for (int entry : entries) {
                double d = list.distance(entry);
                nearer += d < last - SAME ? 1 : 0;
                tied += Math.abs(d - last) <= SAME ? 1 : 0;
            }
            double share = (double) (most - nearer) / tied;
            for (int e = 0; e < nearer + tied; e++) {
                int entry = entries[e];
                push(atom, list.neighbor(entry), e < nearer ? 1 : share, list.distance(entry));
            }
        }

        private void push(int from, int to, double share, double length) {
            if (count == centre.length) {
                centre = Arrays.copyOf(centre, 2 * count);
                neighbor = Arrays.copyOf(neighbor, 2 * count);
                weight = Arrays.copyOf(weight, 2 * count);
                distance = Arrays.copyOf(distance, 2 * count);
            }
            centre[count] = from;
            neighbor[count] = to;
            weight[count] = share;
            distance[count++] = length;
        }

        // exp(−(r − μ)²/σ²) with μ from 0 to the reach and σ their spacing (Xie and Grossman 2018, supplement)
        CrystalGraph graph(int[] species, CgcnnSettings.Shape shape) {
            int width = shape.gaussians();
            double spacing = shape.reach() / (width - 1);
            double[] basis = new double[count * width];
            for (int e = 0; e < count; e++) {
                for (int g = 0; g < width; g++) {
                    double off = (distance[e] - g * spacing) / spacing;
                    basis[e * width + g] = Math.exp(-off * off);
                }
            }
            return new CrystalGraph(
                    species,
                    Arrays.copyOf(centre, count),
                    Arrays.copyOf(neighbor, count),
                    Arrays.copyOf(weight, count),
                    basis,
                    new int[species.length],
                    1);
        }
    }

    int atoms() {
        return species.length;
    }

    int edges() {
        return centre.length;
    }

    /** Puts graphs side by side, in their order. */
    static CrystalGraph join(List<CrystalGraph> parts) {
        int atoms = parts.stream().mapToInt(CrystalGraph::atoms).sum();
        int edges = parts.stream().mapToInt(CrystalGraph::edges).sum();
        int numbers = parts.stream().mapToInt(part -> part.basis.length).sum();
        CrystalGraph whole = new CrystalGraph(
                new int[atoms],
                new int[edges],
                new int[edges],
                new double[edges],
                new double[numbers],
                new int[atoms],
                parts.size());
        int atom = 0;
        int edge = 0;
        int number = 0;
        for (int c = 0; c < parts.size(); c++) {
            CrystalGraph part = parts.get(c);
            System.arraycopy(part.species, 0, whole.species, atom, part.atoms());
            System.arraycopy(part.weight, 0, whole.weight, edge, part.edges());
            System.arraycopy(part.basis, 0, whole.basis, number, part.basis.length);
            Arrays.fill(whole.crystal, atom, atom + part.atoms(), c);
            for (int e = 0; e < part.edges(); e++) {
                whole.centre[edge + e] = atom + part.centre[e];
                whole.neighbor[edge + e] = atom + part.neighbor[e];
            }
            atom += part.atoms();
            edge += part.edges();
            number += part.basis.length;
        }
        return whole;
    }
}
