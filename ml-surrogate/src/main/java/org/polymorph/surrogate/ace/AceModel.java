package org.polymorph.surrogate.ace;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.training.PooledScale;
import org.polymorph.surrogate.training.ScreenedRepulsion;

/** A fitted expansion with its committee. Immutable and thread-safe: each thread has scratch space of its own. */
final class AceModel implements SurrogateModel {
    private final AceBasis basis;
    private final Parameters parameters;
    private final Map<String, String> summary;
    private final KeptSums kept;
    private final Calibration calibration;
    private final ThreadLocal<AceEvaluator> evaluators;
    private final ThreadLocal<Spread> spreads;
    private final Function<Structure, double[]> pooled;

    /**
     * The numbers of a model.
     *
     * @param coefficients posterior mean, one number a feature
     * @param deviations members × features: what each member of the committee differs by
     * @param references energy of each element, eV
     * @param calibration as {@link Calibration#toArray} gives it
     * @param pooledMean mean of the pooled invariants over the training set
     * @param pooledDeviation their standard deviation
     */
    record Parameters(
            double[] coefficients,
            double[] deviations,
            double[] references,
            double[] calibration,
            double[] pooledMean,
            double[] pooledDeviation) {}

    AceModel(AceBasis basis, Parameters parameters, Map<String, String> summary, KeptSums kept) {
        this.kept = kept;
        this.basis = basis;
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.calibration = Calibration.of(parameters.calibration());
        AceSettings settings = basis.settings();
        AceEvaluator.Potential potential = AceEvaluator.Potential.of(
                basis,
                parameters.coefficients(),
                parameters.references(),
                new ScreenedRepulsion(basis.elements(), settings.core(), settings.cutoff()));
        this.evaluators = ThreadLocal.withInitial(() -> new AceEvaluator(potential));
        Committee committee = new Committee(basis, parameters.deviations());
        this.spreads = ThreadLocal.withInitial(() -> new Spread(basis, committee));
        this.pooled = PooledInvariants.shared(basis);
    }

    AceBasis basis() {
        return basis;
    }

    Parameters parameters() {
        return parameters;
    }

    KeptSums kept() {
        return kept;
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        return evaluators.get().evaluate(structure, neighbors);
    }

    @Override
    public Prediction predict(Structure structure) {
        return predict(structure, NeighborSource.SEARCH);
    }

    @Override
    public Prediction predict(Structure structure, NeighborSource neighbors) {
        Spread spread = spreads.get();
        spread.begin(structure);
        Evaluation mean = evaluators.get().evaluate(structure, neighbors, spread);
        return calibration.apply(spread.prediction(mean));
    }

    @Override
    public DeviationFloor deviationFloor() {
        return calibration.floor();
    }

    @Override
    public double[] represent(Structure structure) {
        return PooledScale.standardize(pooled.apply(structure), parameters.pooledMean(), parameters.pooledDeviation());
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path file) {
        AceModelFile.write(this, file);
    }
}
