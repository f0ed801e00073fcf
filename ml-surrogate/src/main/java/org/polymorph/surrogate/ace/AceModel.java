package org.polymorph.surrogate.ace;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.linear.OpenBlas;

/** A fitted expansion with its committee. Immutable and thread-safe: each thread has scratch space of its own. */
final class AceModel implements SurrogateModel {
    private final AceBasis basis;
    private final Parameters parameters;
    private final Map<String, String> summary;
    private final Jacobian jacobian;
    private final ThreadLocal<AceEvaluator> evaluators;
    private final ThreadLocal<Design.Builder> builders;

    /**
     * The numbers of a model.
     *
     * @param coefficients posterior mean, one number a feature
     * @param deviations members × features: what each member of the committee differs by
     * @param references energy of each element, eV
     * @param calibration factors on the deviations of energy, force and stress
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

    AceModel(AceBasis basis, Parameters parameters, Map<String, String> summary) {
        this.basis = basis;
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.jacobian = new Jacobian(basis);
        AceSettings settings = basis.settings();
        AceEvaluator.Potential potential = AceEvaluator.Potential.of(
                basis,
                parameters.coefficients(),
                parameters.references(),
                new ScreenedRepulsion(basis.elements(), settings.core(), settings.cutoff()));
        this.evaluators = ThreadLocal.withInitial(() -> new AceEvaluator(potential));
        this.builders = ThreadLocal.withInitial(() -> new Design.Builder(basis, jacobian));
    }

    AceBasis basis() {
        return basis;
    }

    Parameters parameters() {
        return parameters;
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluators.get().evaluate(structure);
    }

    @Override
    public Prediction predict(Structure structure) {
        Evaluation mean = evaluate(structure);
        Design design = builders.get().of(structure);
        int columns = design.columns();
        int members = parameters.deviations().length / basis.size();
        double[] spread = new double[members * columns];
        OpenBlas.multiply(members, columns, basis.size(), parameters.deviations(), design.values(), spread);
        double[] variance = new double[columns];
        for (int k = 0; k < members; k++) {
            for (int c = 0; c < columns; c++) {
                double x = spread[k * columns + c];
                variance[c] += x * x / members;
            }
        }
        double[] calibration = parameters.calibration();
        double[] forceStd = new double[structure.size()];
        for (int i = 0; i < forceStd.length; i++) {
            forceStd[i] = calibration[1] * Math.sqrt(variance[1 + 3 * i] + variance[2 + 3 * i] + variance[3 + 3 * i]);
        }
        double[] stressStd = new double[6];
        for (int v = 0; v < 6; v++) {
            stressStd[v] = calibration[2] * Math.sqrt(variance[columns - 6 + v]);
        }
        return new Prediction(mean, calibration[0] * Math.sqrt(variance[0]), forceStd, Stress.ofVoigt(stressStd));
    }

    @Override
    public double[] represent(Structure structure) {
        double[] pooled = PooledInvariants.of(structure, basis, jacobian);
        for (int f = 0; f < pooled.length; f++) {
            double deviation = parameters.pooledDeviation()[f];
            pooled[f] = deviation > 0 ? (pooled[f] - parameters.pooledMean()[f]) / deviation : 0;
        }
        return pooled;
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
