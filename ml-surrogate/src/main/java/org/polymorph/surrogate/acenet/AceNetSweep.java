package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.surrogate.ace.AtomScan;
import org.polymorph.surrogate.ace.AtomicInvariants;

/**
 * All members on one structure: the invariants of its atoms once, the members' networks on all atoms of an element at once,
 * then one sweep backwards, for the mean or for all members together. Not thread-safe.
 */
final class AceNetSweep {
    private final AtomicInvariants invariants;
    private final int members;
    private final Baseline baseline;
    private final List<MemberRows> rows = new ArrayList<>();
    private final List<AtomScan> scans = new ArrayList<>();

    AceNetSweep(AtomicInvariants invariants, AtomicNetwork network, List<double[][]> members, Baseline baseline) {
        this.invariants = invariants;
        this.members = members.size();
        this.baseline = baseline;
        for (int z = 0; z < invariants.elements().size(); z++) {
            int element = z;
            rows.add(new MemberRows(
                    network,
                    members.stream()
                            .map(weights -> AtomicNetwork.part(weights, element))
                            .toList()));
        }
    }

    /**
     * A structure that has been looked at.
     *
     * @param rows where each atom is among those of its element
     */
    record Look(NeighborList neighbors, int[] species, int[] rows, double volume) {}

    /** Looks at a structure: before {@link #mean} or {@link #prediction} of it. */
    Look look(Structure structure, NeighborSource source) {
        NeighborList neighbors = source.of(structure, invariants.cutoff());
        int[] species = invariants.species(structure);
        int[] place = new int[species.length];
        rows.forEach(MemberRows::clear);
        for (int i = 0; i < species.length; i++) {
            if (scans.size() == i) {
                scans.add(invariants.scan());
            }
            scans.get(i).look(neighbors, species, i);
            place[i] = rows.get(species[i]).add(scans.get(i).values());
        }
        rows.forEach(MemberRows::evaluate);
        return new Look(neighbors, species, place, structure.volume());
    }

    /** Returns the mean of the members. */
    Evaluation mean(Look look) {
        NeighborList neighbors = look.neighbors();
        int[] species = look.species();
        Sums sums = new Sums(species.length);
        double[] pull = new double[3];
        for (int i = 0; i < species.length; i++) {
            MemberRows own = rows.get(species[i]);
            AtomScan scan = scans.get(i);
            sums.addEnergy(own.meanEnergy(look.rows()[i]));
            scan.pullBack(own.meanGradients(), look.rows()[i] * invariants.size());
            for (int p = 0; p < scan.pairs(); p++) {
                scan.pull(p, pull);
                sums.addPull(neighbors, i, scan.entry(p), pull);
            }
        }
        baseline.add(neighbors, species, sums);
        return sums.evaluation(look.volume());
    }

    /** Returns the mean with the spread of the members as it is. */
    Prediction prediction(Look look) {
        int[] species = look.species();
        double[][] all = new double[members][1 + 3 * species.length + 6];
        double[] factors = new double[invariants.size() * scans.get(0).padded()];
        double[] product = new double[0];
        for (int i = 0; i < species.length; i++) {
            MemberRows own = rows.get(species[i]);
            AtomScan scan = scans.get(i);
            scan.move();
            if (product.length < members * scan.height()) {
                product = new double[members * scan.height()];
            }
            own.gradients(look.rows()[i], scan.padded(), factors);
            scan.pullBackMembers(factors, product);
            for (int k = 0; k < members; k++) {
                all[k][0] += own.energy(k, look.rows()[i]);
                scatter(scan, i, product, k * scan.height(), all[k], look.volume());
            }
        }
        Prediction spread = HeldOut.prediction(List.of(all), 0);
        return new Prediction(mean(look), spread.energyStd(), spread.forceStd(), spread.stressStd());
    }

    private static void scatter(AtomScan scan, int i, double[] product, int from, double[] out, double volume) {
        for (int d = 0; d < scan.distinct(); d++) {
            for (int k = 0; k < 3; k++) {
                double slope = product[from + 3 * d + k];
                out[1 + 3 * scan.moved(d) + k] -= slope;
                out[1 + 3 * i + k] += slope;
            }
        }
        for (int v = 0; v < 6; v++) {
            out[out.length - 6 + v] += product[from + 3 * scan.distinct() + v] / volume;
        }
    }
}
