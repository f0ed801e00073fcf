package org.polymorph.surrogate.property.site;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PeriodicSet;

/**
 * The numbers that a site is known by. Immutable.
 *
 * <p>Of the site, which elements only tell apart from other sites: its symmetry (each kind of operation, order, free coordinates,
 * place of its Wyckoff letter), multiplicity and share of the atoms; the crystal class and the volume of an atom; distances to its
 * images by the lattice, to the rest of its orbit and to other orbits; angles between those of its own and of other orbits. Of the
 * atoms: their properties, mean and deviation of these over the crystal; distances to all neighbours and angles between them,
 * weighted by their properties (Gastegger et al. 2018, doi 10.1063/1.5019667).
 *
 * @param kind which of these
 * @param tolerance of the symmetry, Å
 * @param surroundings distances and angles
 */
record SiteFeatures(Kind kind, double tolerance, Surroundings surroundings) {
    private static final double PRIMITIVE = 1e-4;

    /** As good as 1: such atoms are one site. */
    private static final double SAME = 1 - 1e-9;

    private static final int SYMMETRY = SiteOperations.KINDS + 5;
    private static final int LATTICE = SiteOperations.KINDS + 1;
    private static final int CHANNELS = 3;
    private static final int PROPERTIES = 3 * AtomicProperties.COUNT;

    /** What is used. */
    enum Kind {
        SITES("sites", true, false, false),
        SITES_AND_ATOMS("sites+atoms", true, true, true),
        ATOMS("atoms", false, true, true),
        PROPERTIES("properties", false, true, false);

        private final String word;
        private final boolean sites;
        private final boolean properties;
        private final boolean surroundings;

        Kind(String word, boolean sites, boolean properties, boolean surroundings) {
            this.word = word;
            this.sites = sites;
            this.properties = properties;
            this.surroundings = surroundings;
        }

        static List<String> words() {
            return Arrays.stream(values()).map(kind -> kind.word).toList();
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns how many numbers of each group there are, in their order. */
    Map<String, Integer> groups() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        int distances = surroundings.distances(CHANNELS);
        int angles = surroundings.angles();
        if (kind.sites) {
            groups.put("symmetry of the site", SYMMETRY);
            groups.put("crystal class and volume", LATTICE);
            groups.put("distances by orbits", distances);
            groups.put("angles by orbits", angles);
        }
        if (kind.properties) {
            groups.put("properties of atoms", PROPERTIES);
        }
        if (kind.surroundings) {
            groups.put("distances by atoms", distances);
            groups.put("angles by atoms", angles);
        }
        return groups;
    }

    int width() {
        return groups().values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Returns the sites of a crystal.
     *
     * @throws IllegalArgumentException if two atoms are at one place
     */
    SiteRows of(Structure structure) {
        PeriodicSet.ofDistinct(structure);
        Structure cell = structure.primitive(PRIMITIVE).niggliReduced();
        SiteOperations operations = SiteOperations.of(cell, tolerance);
        NeighborList list = NeighborSource.SEARCH.of(cell, surroundings.cutoff());
        double[][] properties = new double[cell.size()][];
        Arrays.setAll(properties, i -> AtomicProperties.of(cell.species(i)));
        int[] counts = new int[cell.size()];
        List<double[]> rows = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        for (int i = 0; i < cell.size(); i++) {
            double[] equivalence = operations.equivalence(i);
            int known = 0;
            while (known < i && (counts[known] == 0 || equivalence[known] < SAME)) {
                known++;
            }
            if (counts[known]++ == 0) {
                firsts.add(i);
                rows.add(row(cell, operations, list, properties, i));
            }
        }
        double[] values = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        double[] share = firsts.stream()
                .mapToDouble(i -> (double) counts[i] / cell.size())
                .toArray();
        return new SiteRows(values, share, new int[share.length], 1);
    }

    private double[] row(
            Structure cell, SiteOperations operations, NeighborList list, double[][] properties, int atom) {
        double[] row = new double[width()];
        int at = 0;
        if (kind.sites) {
            at = addSite(cell, operations, atom, row);
            double[] own = operations.equivalence(atom);
            double[] translated = operations.translated(atom);
            double[] orbit = new double[own.length];
            double[] others = new double[own.length];
            Arrays.setAll(orbit, j -> own[j] - translated[j]);
            Arrays.setAll(others, j -> 1 - own[j]);
            surroundings.addDistances(list, atom, new double[][] {translated, orbit, others}, row, at);
            at += surroundings.distances(CHANNELS);
            surroundings.addAngles(list, atom, new double[][] {own, others}, row, at);
            at += surroundings.angles();
        }
        if (kind.properties) {
            at = addProperties(properties, atom, row, at);
        }
        if (kind.surroundings) {
            double[] all = new double[cell.size()];
            double[] electronegativity = new double[cell.size()];
            double[] radius = new double[cell.size()];
            Arrays.fill(all, 1);
            Arrays.setAll(electronegativity, j -> properties[j][AtomicProperties.ELECTRONEGATIVITY]);
            Arrays.setAll(radius, j -> properties[j][AtomicProperties.RADIUS]);
            surroundings.addDistances(list, atom, new double[][] {all, electronegativity, radius}, row, at);
            at += surroundings.distances(CHANNELS);
            surroundings.addAngles(list, atom, new double[][] {all, electronegativity}, row, at);
        }
        return row;
    }

    private static int addSite(Structure cell, SiteOperations operations, int atom, double[] row) {
        double[] symmetry = operations.siteSymmetry(atom);
        double multiplicity = Arrays.stream(operations.equivalence(atom)).sum();
        System.arraycopy(symmetry, 0, row, 0, symmetry.length);
        int at = symmetry.length;
        row[at++] = Math.log(1 + Arrays.stream(symmetry).sum());
        row[at++] = SiteOperations.freedom(symmetry);
        row[at++] = operations.letter(atom);
        row[at++] = Math.log(multiplicity);
        row[at++] = multiplicity / cell.size();
        double[] ofCrystal = operations.crystalClass();
        System.arraycopy(ofCrystal, 0, row, at, ofCrystal.length);
        at += ofCrystal.length;
        row[at++] = Math.cbrt(cell.volume() / cell.size());
        return at;
    }

    private static int addProperties(double[][] properties, int atom, double[] row, int first) {
        int at = first;
        for (int p = 0; p < AtomicProperties.COUNT; p++) {
            double mean = 0;
            double square = 0;
            for (double[] each : properties) {
                mean += each[p] / properties.length;
                square += each[p] * each[p] / properties.length;
            }
            row[at++] = properties[atom][p];
            row[at++] = mean;
            row[at++] = square - mean * mean;
        }
        return at;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(kind.word);
        out.writeDouble(tolerance);
        out.writeDouble(surroundings.cutoff());
        out.writeInt(surroundings.radial());
        out.writeInt(surroundings.degree());
    }

    static SiteFeatures read(DataInputStream in) throws IOException {
        return new SiteFeatures(
                Kind.of(in.readUTF()), in.readDouble(), new Surroundings(in.readDouble(), in.readInt(), in.readInt()));
    }
}
