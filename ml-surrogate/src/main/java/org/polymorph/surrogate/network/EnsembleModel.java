package org.polymorph.surrogate.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.MemberDeviations;
import org.polymorph.surrogate.training.PooledScale;
import org.polymorph.surrogate.training.ScreenedRepulsion;

/**
 * A trained ensemble: the mean of its members with their spread. All members share one list of pairs and one grid. Immutable
 * and thread-safe: each thread has scratch space of its own.
 */
final class EnsembleModel implements SurrogateModel {
    private final Architecture architecture;
    private final Parameters parameters;
    private final Map<String, String> summary;
    private final Calibration calibration;
    private final Species species;
    private final Baseline baseline;
    private final DistanceGrid grid;
    private final ThreadLocal<List<Network.Evaluator>> evaluators;

    /**
     * The numbers of a model.
     *
     * @param references energy of each element, eV
     * @param calibration as {@link Calibration#toArray} gives it
     * @param pooledMean mean of the pooled features over the training set
     * @param pooledDeviation their standard deviation
     * @param members blocks of weights of each member
     */
    record Parameters(
            NetworkSettings settings,
            List<Element> elements,
            double[] references,
            double[] calibration,
            double[] pooledMean,
            double[] pooledDeviation,
            List<double[][]> members) {}

    EnsembleModel(Architecture architecture, Parameters parameters, Map<String, String> summary) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.calibration = Calibration.of(parameters.calibration());
        this.species = new Species(parameters.elements());
        NetworkSettings settings = parameters.settings();
        this.baseline = new Baseline(
                parameters.references(),
                new ScreenedRepulsion(parameters.elements(), settings.core(), settings.cutoff()));
        Network network =
                architecture.network(settings.shape(parameters.elements().size()));
        List<Network.Tabulated> members = parameters.members().stream()
                .map(member -> settings.single() ? network.tabulateSingle(member) : network.tabulate(member))
                .toList();
        this.grid = members.get(0).grid();
        this.evaluators = ThreadLocal.withInitial(
                () -> members.stream().map(Network.Tabulated::evaluator).toList());
    }

    Architecture architecture() {
        return architecture;
    }

    Parameters parameters() {
        return parameters;
    }

    private Graph graph(Structure structure, NeighborSource neighbors) {
        return Graph.of(structure, neighbors, parameters.settings().cutoff(), species);
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        return mean(graph(structure, neighbors), (energy, pairs) -> {});
    }

    /** Is shown each member's energy and its gradient by the vectors of pairs, baseline not included. */
    @FunctionalInterface
    private interface Visitor {
        void visit(double energy, double[] pairGradients);
    }

    private Evaluation mean(Graph graph, Visitor visitor) {
        DistanceGrid.Places places = grid.places(graph);
        double[] energy = new double[1];
        double[] pairs = new double[3 * graph.pairs()];
        double[] energySum = new double[1];
        double[] pairSum = new double[pairs.length];
        List<Network.Evaluator> members = evaluators.get();
        for (Network.Evaluator member : members) {
            member.evaluate(graph, places, energy, pairs);
            visitor.visit(energy[0], pairs);
            energySum[0] += energy[0] / members.size();
            for (int k = 0; k < pairs.length; k++) {
                pairSum[k] += pairs[k] / members.size();
            }
        }
        baseline.add(graph, energySum, pairSum);
        double[] forces = new double[3 * graph.atoms()];
        double[] stress = new double[9];
        PairForces.forces(graph, pairSum, forces);
        PairForces.stresses(graph, pairSum, stress);
        return new Evaluation(energySum[0], forces, Stress.ofMatrix(stress));
    }

    @Override
    public Prediction predict(Structure structure) {
        return predict(structure, NeighborSource.SEARCH);
    }

    @Override
    public Prediction predict(Structure structure, NeighborSource neighbors) {
        Graph graph = graph(structure, neighbors);
        Moments energies = new Moments(1);
        Moments forces = new Moments(3 * graph.atoms());
        Moments stresses = new Moments(9);
        double[] force = new double[3 * graph.atoms()];
        double[] stress = new double[9];
        Evaluation mean = mean(graph, (energy, pairs) -> {
            PairForces.forces(graph, pairs, force);
            PairForces.stresses(graph, pairs, stress);
            energies.add(new double[] {energy});
            forces.add(force);
            stresses.add(stress);
        });
        double[] components = forces.variances();
        double[] perAtom = new double[graph.atoms()];
        for (int i = 0; i < perAtom.length; i++) {
            perAtom[i] = Math.sqrt(components[3 * i] + components[3 * i + 1] + components[3 * i + 2]);
        }
        double[] matrix = stresses.variances();
        for (int k = 0; k < 9; k++) {
            matrix[k] = Math.sqrt(matrix[k]);
        }
        double energyStd = Math.sqrt(energies.variances()[0]);
        return calibration.apply(new Prediction(mean, energyStd, perAtom, Stress.ofMatrix(matrix)));
    }

    @Override
    public double[] memberDeviations(Structure structure) {
        List<Double> energies = new ArrayList<>();
        mean(graph(structure, NeighborSource.SEARCH), (energy, pairs) -> energies.add(energy));
        double[] raw = MemberDeviations.fromMean(
                energies.stream().mapToDouble(Double::doubleValue).toArray());
        return MemberDeviations.scaled(raw, predict(structure).energyStd());
    }

    @Override
    public DeviationFloor deviationFloor() {
        return calibration.floor();
    }

    /** Returns the mean over the atoms of the first member's last features. */
    double[] pooled(Structure structure) {
        Graph graph = graph(structure, NeighborSource.SEARCH);
        return evaluators.get().get(0).pooled(graph, grid.places(graph));
    }

    @Override
    public double[] represent(Structure structure) {
        double[] pooled = pooled(structure);
        return PooledScale.standardize(pooled, parameters.pooledMean(), parameters.pooledDeviation());
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path file) {
        EnsembleFile.write(this, file);
    }
}
