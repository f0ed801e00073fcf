package org.polymorph.surrogate.acenet;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.MemberDeviations;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.training.PooledScale;
import org.polymorph.surrogate.training.ScreenedRepulsion;

/**
 * A trained ensemble: the mean of its members with their spread. All share the invariants of each atom. Immutable and
 * thread-safe: each thread has scratch space of its own.
 */
final class AceNetModel implements SurrogateModel {
    private final Parameters parameters;
    private final Map<String, String> summary;
    private final Calibration calibration;
    private final AtomicInvariants invariants;
    private final ThreadLocal<AceNetSweep> sweeps;

    /**
     * The numbers of a model.
     *
     * @param references energy of each element, eV
     * @param calibration as {@link Calibration#toArray} gives it
     * @param pooledMean mean of the pooled invariants over the training set
     * @param pooledDeviation their standard deviation
     * @param members blocks of weights of each member, its networks on the invariants
     */
    record Parameters(
            AceNetSettings settings,
            List<Element> elements,
            double[] references,
            double[] calibration,
            double[] pooledMean,
            double[] pooledDeviation,
            List<double[][]> members) {}

    AceNetModel(Parameters parameters, Map<String, String> summary) {
        this(parameters, parameters.settings().invariants(parameters.elements()), summary);
    }

    /** Makes a model with invariants that are there already, of its settings and elements. */
    AceNetModel(Parameters parameters, AtomicInvariants invariants, Map<String, String> summary) {
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.calibration = Calibration.of(parameters.calibration());
        AceNetSettings settings = parameters.settings();
        this.invariants = invariants;
        Networks networks =
                settings.networks(invariants.size(), parameters.elements().size());
        DistanceGrid grid = networks.fineGrid();
        List<AceNetSweep.Member> members = parameters.members().stream()
                .map(weights -> new AceNetSweep.Member(weights, networks.tabulate(grid, weights)))
                .toList();
        ScreenedRepulsion repulsion =
                new ScreenedRepulsion(parameters.elements(), settings.core(), invariants.cutoff());
        Baseline baseline = new Baseline(parameters.references(), repulsion);
        this.sweeps = ThreadLocal.withInitial(() -> new AceNetSweep(invariants, networks, members, baseline));
    }

    Parameters parameters() {
        return parameters;
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        AceNetSweep sweep = sweeps.get();
        return sweep.mean(sweep.look(structure, neighbors));
    }

    @Override
    public Prediction predict(Structure structure) {
        return predict(structure, NeighborSource.SEARCH);
    }

    @Override
    public Prediction predict(Structure structure, NeighborSource neighbors) {
        AceNetSweep sweep = sweeps.get();
        return calibration.apply(sweep.prediction(sweep.look(structure, neighbors)));
    }

    @Override
    public double[] memberDeviations(Structure structure) {
        AceNetSweep sweep = sweeps.get();
        double[] raw = MemberDeviations.fromMean(sweep.energies(sweep.look(structure, NeighborSource.SEARCH)));
        return MemberDeviations.scaled(raw, predict(structure).energyStd());
    }

    @Override
    public DeviationFloor deviationFloor() {
        return calibration.floor();
    }

    @Override
    public double[] represent(Structure structure) {
        double[] pooled = invariants.pooled(structure);
        return PooledScale.standardize(pooled, parameters.pooledMean(), parameters.pooledDeviation());
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path file) {
        AceNetFile.write(this, file);
    }
}
