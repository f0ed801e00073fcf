package org.polymorph.surrogate.autoencoder;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.match.Assignment;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.Peak;

/**
 * How far crystals that were coded and decoded are from those that went in. Sites are paired such that the sum of their distances
 * is least; those without a partner count in {@code complete} only.
 *
 * @param location mean distance of the pairs, Å
 * @param species share of the pairs with the right element
 * @param complete share of the crystals with the right number of sites
 * @param found share of the sites that have a partner within 1 Å
 * @param lattice mean absolute error of the nine numbers of a lattice, Å
 * @param pairs how many there were
 */
public record ReconstructionErrors(
        double location, double species, double complete, double found, double lattice, int pairs) {
    private static final double NEAR = 1;

    /** Sums over one crystal. */
    private record Tally(
            double distance, int pairs, int right, int near, int sites, boolean complete, double lattice) {}

    /** Codes and decodes crystals, each placed as in the training. */
    public static ReconstructionErrors of(
            AutoencoderModel model, List<Structure> structures, Seed seed, Workers workers) {
        List<Tally> tallies = workers.map(structures.size(), k -> {
            BoxedCrystal crystal = model.place(structures.get(k), seed.split(k).random());
            return tally(crystal, model.decode(model.code(crystal)));
        });
        int pairs = tallies.stream().mapToInt(Tally::pairs).sum();
        int sites = tallies.stream().mapToInt(Tally::sites).sum();
        return new ReconstructionErrors(
                tallies.stream().mapToDouble(Tally::distance).sum() / pairs,
                tallies.stream().mapToDouble(Tally::right).sum() / pairs,
                tallies.stream().filter(Tally::complete).count() / (double) tallies.size(),
                tallies.stream().mapToDouble(Tally::near).sum() / sites,
                tallies.stream().mapToDouble(Tally::lattice).average().orElse(Double.NaN),
                pairs);
    }

    private static Tally tally(BoxedCrystal crystal, DecodedCrystal decoded) {
        double[] positions = crystal.positions();
        List<Peak> peaks = decoded.peaks();
        int n = Math.max(crystal.size(), peaks.size());
        double[][] distances = new double[n][n];
        for (int atom = 0; atom < crystal.size(); atom++) {
            for (int p = 0; p < peaks.size(); p++) {
                distances[atom][p] = distance(positions, atom, peaks.get(p));
            }
        }
        int[] partners = Assignment.of(distances);
        double sum = 0;
        int pairs = 0;
        int right = 0;
        int near = 0;
        for (int atom = 0; atom < crystal.size(); atom++) {
            int partner = partners[atom];
            if (partner < peaks.size()) {
                pairs++;
                sum += distances[atom][partner];
                near += distances[atom][partner] <= NEAR ? 1 : 0;
                right += decoded.species(partner).atomicNumber() == crystal.atomicNumber(atom) ? 1 : 0;
            }
        }
        double[] lattice = crystal.lattice();
        Arrays.setAll(lattice, k -> Math.abs(lattice[k] - decoded.lattice()[k]));
        boolean complete = peaks.size() == crystal.size();
        return new Tally(
                sum,
                pairs,
                right,
                near,
                crystal.size(),
                complete,
                Arrays.stream(lattice).average().orElseThrow());
    }

    private static double distance(double[] positions, int atom, Peak peak) {
        double x = positions[3 * atom] - peak.x();
        double y = positions[3 * atom + 1] - peak.y();
        double z = positions[3 * atom + 2] - peak.z();
        return Math.sqrt(x * x + y * y + z * z);
    }
}
