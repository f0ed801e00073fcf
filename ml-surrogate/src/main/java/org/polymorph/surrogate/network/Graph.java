package org.polymorph.surrogate.network;

import java.util.List;
import java.util.function.ToIntFunction;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;

/**
 * One structure, or a batch of them, as atoms and the pairs of atoms nearer than a cutoff. Each pair stands here once, with
 * the vector from its first atom to an image of its second; a pair of an atom with its own image has the same atom twice.
 * Immutable.
 */
public final class Graph {
    // Of two opposite vectors the one is taken that points along the first of these which is not at right angles to
    // them.
    private static final double[][] DIRECTIONS = {{0.7548, 0.5698, 0.3247}, {-0.4301, 0.8192, 0.3791}, {0.2, -0.6, 0.77}
    };
    private static final double UPRIGHT = 1e-3;

    private final int[] species;
    private final int[] first;
    private final int[] second;
    private final double[] vectors;
    private final double[] distances;
    private final int[] atomStarts;
    private final int[] pairStarts;
    private final double[] volumes;

    private Graph(int atoms, int pairs, int structures) {
        species = new int[atoms];
        first = new int[pairs];
        second = new int[pairs];
        vectors = new double[3 * pairs];
        distances = new double[pairs];
        atomStarts = new int[structures + 1];
        pairStarts = new int[structures + 1];
        volumes = new double[structures];
    }

    /**
     * Makes the graph of one structure.
     *
     * @param cutoff in Å
     * @param index number of each element; may throw for an unknown one
     */
    public static Graph of(Structure structure, double cutoff, ToIntFunction<Element> index) {
        return of(structure, NeighborSource.SEARCH, cutoff, index);
    }

    /**
     * Makes the graph of one structure, its pairs from a source.
     *
     * @param cutoff in Å
     * @param index number of each element; may throw for an unknown one
     */
    public static Graph of(Structure structure, NeighborSource source, double cutoff, ToIntFunction<Element> index) {
        int[] species = new int[structure.size()];
        for (int i = 0; i < species.length; i++) {
            species[i] = index.applyAsInt(structure.species(i));
        }
        return of(source.of(structure, cutoff), species, structure.volume());
    }

    /**
     * Makes the graph of one structure.
     *
     * @param neighbors its pairs
     * @param species element number of each atom
     * @param volume of its cell, Å³
     */
    public static Graph of(NeighborList neighbors, int[] species, double volume) {
        int atoms = species.length;
        Graph graph = new Graph(atoms, neighbors.pairs() / 2, 1);
        System.arraycopy(species, 0, graph.species, 0, atoms);
        int pair = 0;
        for (int i = 0; i < atoms; i++) {
            for (int entry = neighbors.start(i); entry < neighbors.start(i + 1); entry++) {
                int j = neighbors.neighbor(entry);
                if (i < j || (i == j && isForward(neighbors, entry))) {
                    graph.first[pair] = i;
                    graph.second[pair] = j;
                    graph.vectors[3 * pair] = neighbors.dx(entry);
                    graph.vectors[3 * pair + 1] = neighbors.dy(entry);
                    graph.vectors[3 * pair + 2] = neighbors.dz(entry);
                    graph.distances[pair++] = neighbors.distance(entry);
                }
            }
        }
        if (pair != graph.first.length) {
            throw new IllegalStateException("a full list of " + neighbors.pairs() + " entries has " + pair + " pairs");
        }
        graph.atomStarts[1] = atoms;
        graph.pairStarts[1] = pair;
        graph.volumes[0] = volume;
        return graph;
    }

    private static boolean isForward(NeighborList list, int entry) {
        double along = 0;
        for (double[] direction : DIRECTIONS) {
            along = list.dx(entry) * direction[0] + list.dy(entry) * direction[1] + list.dz(entry) * direction[2];
            if (Math.abs(along) > UPRIGHT * list.distance(entry)) {
                break;
            }
        }
        return along > 0;
    }

    /** Puts graphs side by side, in their order. */
    public static Graph join(List<Graph> parts) {
        int atoms = parts.stream().mapToInt(Graph::atoms).sum();
        int pairs = parts.stream().mapToInt(Graph::pairs).sum();
        int structures = parts.stream().mapToInt(Graph::structures).sum();
        Graph whole = new Graph(atoms, pairs, structures);
        int atom = 0;
        int pair = 0;
        int structure = 0;
        for (Graph part : parts) {
            System.arraycopy(part.species, 0, whole.species, atom, part.atoms());
            System.arraycopy(part.vectors, 0, whole.vectors, 3 * pair, 3 * part.pairs());
            System.arraycopy(part.distances, 0, whole.distances, pair, part.pairs());
            System.arraycopy(part.volumes, 0, whole.volumes, structure, part.structures());
            for (int p = 0; p < part.pairs(); p++) {
                whole.first[pair + p] = atom + part.first[p];
                whole.second[pair + p] = atom + part.second[p];
            }
            for (int s = 1; s <= part.structures(); s++) {
                whole.atomStarts[structure + s] = atom + part.atomStarts[s];
                whole.pairStarts[structure + s] = pair + part.pairStarts[s];
            }
            atom += part.atoms();
            pair += part.pairs();
            structure += part.structures();
        }
        return whole;
    }

    public int structures() {
        return volumes.length;
    }

    public int atoms() {
        return species.length;
    }

    public int pairs() {
        return first.length;
    }

    /** Returns the first atom of a structure; of the number of structures: the number of atoms. */
    public int atomStart(int structure) {
        return atomStarts[structure];
    }

    /** Returns the first pair of a structure; of the number of structures: the number of pairs. */
    public int pairStart(int structure) {
        return pairStarts[structure];
    }

    public int species(int atom) {
        return species[atom];
    }

    public int first(int pair) {
        return first[pair];
    }

    public int second(int pair) {
        return second[pair];
    }

    /** Returns component 0, 1 or 2 of the vector from the first atom of a pair to the second, in Å. */
    public double vector(int pair, int component) {
        return vectors[3 * pair + component];
    }

    public double distance(int pair) {
        return distances[pair];
    }

    /** Returns the volume of a structure's cell, in Å³. */
    public double volume(int structure) {
        return volumes[structure];
    }
}
