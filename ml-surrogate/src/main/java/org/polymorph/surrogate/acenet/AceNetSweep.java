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
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.schnet.Interaction;

/**
 * All members on one structure: the invariants of its atoms once, the members' networks on all atoms of an element at once,
 * then one sweep backwards, for the mean or for all members together. Not thread-safe.
 */
final class AceNetSweep {
    private final AtomicInvariants invariants;
    private final Networks networks;
    private final NetworksPass pass;
    private final DistanceGrid grid;
    private final List<Member> members;
    private final Baseline baseline;
    private final List<MemberRows> rows = new ArrayList<>();
    private final List<AtomScan> scans = new ArrayList<>();
    private final double[][] byDistances;

    /** A member's weights and the table of its filters. */
    record Member(double[][] weights, FilterTable filters) {}

    AceNetSweep(AtomicInvariants invariants, Networks networks, List<Member> members, Baseline baseline) {
        this.invariants = invariants;
        this.networks = networks;
        this.pass = new NetworksPass(networks);
        this.grid = networks.fineGrid();
        this.members = members;
        this.baseline = baseline;
        this.byDistances = new double[members.size()][0];
        for (int z = 0; z < networks.elements(); z++) {
            rows.add(new MemberRows(invariants.size(), members.size()));
        }
    }

    /**
     * A structure that has been looked at.
     *
     * @param rows where each atom is among those of its element
     * @param graph the same pairs once each; none without messages
     */
    record Look(NeighborList neighbors, int[] species, int[] rows, Graph graph, double volume) {}

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
        Graph graph = networks.talk() ? Graph.of(neighbors, species, structure.volume()) : Graph.join(List.of());
        evaluate(graph);
        return new Look(neighbors, species, place, graph, structure.volume());
    }

    private void evaluate(Graph graph) {
        rows.forEach(MemberRows::reserve);
        NetworksPass.Atoms atoms = new NetworksPass.Atoms(
                rows.stream().mapToInt(MemberRows::count).toArray(),
                rows.stream().map(MemberRows::features).toArray(double[][]::new),
                new Interaction.Pairs(graph, grid.places(graph)));
        for (int k = 0; k < members.size(); k++) {
            int member = k;
            if (byDistances[k].length < graph.pairs()) {
                byDistances[k] = new double[graph.pairs()];
            }
            pass.evaluate(
                    atoms,
                    members.get(k).weights(),
                    members.get(k).filters(),
                    new NetworksPass.Answers(
                            rows.stream().map(r -> r.energies(member)).toArray(double[][]::new),
                            rows.stream().map(r -> r.gradients(member)).toArray(double[][]::new),
                            byDistances[k]));
        }
        rows.forEach(MemberRows::average);
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
        sums.add(messages(look), look.volume());
        baseline.add(neighbors, species, sums);
        return sums.evaluation(look.volume());
    }

    // Forces and stress by way of the distances, the mean of the members.
    private double[] messages(Look look) {
        double[] observables = new double[1 + 3 * look.species().length + 6];
        double[] mean = new double[look.graph().pairs()];
        for (double[] own : byDistances) {
            for (int p = 0; p < mean.length; p++) {
                mean[p] += own[p] / byDistances.length;
            }
        }
        pushAll(look.graph(), mean, observables);
        return observables;
    }

    private static void pushAll(Graph graph, double[] distanceGradients, double[] observables) {
        if (graph.structures() > 0) {
            DistanceForces.push(graph, 0, distanceGradients, observables);
        }
    }

    /** Returns the mean with the spread of the members as it is. */
    Prediction prediction(Look look) {
        int[] species = look.species();
        double[][] all = new double[members.size()][1 + 3 * species.length + 6];
        double[] factors = new double[invariants.size() * scans.get(0).padded()];
        double[] product = new double[0];
        for (int i = 0; i < species.length; i++) {
            MemberRows own = rows.get(species[i]);
            AtomScan scan = scans.get(i);
            scan.move();
            if (product.length < members.size() * scan.height()) {
                product = new double[members.size() * scan.height()];
            }
            own.gradients(look.rows()[i], scan.padded(), factors);
            scan.pullBackMembers(factors, product);
            for (int k = 0; k < members.size(); k++) {
                all[k][0] += own.energy(k, look.rows()[i]);
                scatter(scan, i, product, k * scan.height(), all[k], look.volume());
            }
        }
        for (int k = 0; k < members.size(); k++) {
            pushAll(look.graph(), byDistances[k], all[k]);
        }
        Prediction spread = HeldOut.prediction(List.of(all), 0);
        return new Prediction(mean(look), spread.energyStd(), spread.forceStd(), spread.stressStd());
    }

    /** Returns the energy of each member, without what is the same for all. */
    double[] energies(Look look) {
        double[] energies = new double[members.size()];
        for (int i = 0; i < look.species().length; i++) {
            for (int k = 0; k < energies.length; k++) {
                energies[k] += rows.get(look.species()[i]).energy(k, look.rows()[i]);
            }
        }
        return energies;
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
