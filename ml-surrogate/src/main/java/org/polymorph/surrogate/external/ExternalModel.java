package org.polymorph.surrogate.external;

import java.nio.file.Path;
import java.util.Arrays;
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
import org.polymorph.surrogate.external.ExternalAnswer.Deviations;

/**
 * A program with what was fitted on labels beside it. With a correction, the cluster expansion adds the difference and tells
 * the uncertainty; without, the elements' energies are added, and the uncertainty is the program's own, calibrated, or where it
 * gives none the root mean square error on the labels. Immutable and thread-safe.
 */
final class ExternalModel implements SurrogateModel {
    private final Parameters parameters;
    private final SurrogateModel expansion;
    private final Map<String, String> summary;
    private final ExternalProcesses processes;

    /**
     * What was fitted beside the expansion.
     *
     * @param corrected whether the expansion is added
     * @param references energy of each element, eV
     */
    record Parameters(
            ExternalCommand command,
            boolean corrected,
            List<Element> elements,
            double[] references,
            Residuals residuals) {}

    ExternalModel(Parameters parameters, SurrogateModel expansion, Map<String, String> summary) {
        this.parameters = parameters;
        this.expansion = expansion;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.processes = ExternalProcesses.of(parameters.command());
    }

    Parameters parameters() {
        return parameters;
    }

    SurrogateModel expansion() {
        return expansion;
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        double offset = offset(structure);
        Evaluation answer = processes.evaluate(structure).evaluation();
        return parameters.corrected()
                ? sum(answer, expansion.evaluate(structure, neighbors))
                : new Evaluation(answer.energy() + offset, answer.forces(), answer.stress());
    }

    @Override
    public Prediction predict(Structure structure) {
        return predict(structure, NeighborSource.SEARCH);
    }

    @Override
    public Prediction predict(Structure structure, NeighborSource neighbors) {
        double offset = offset(structure);
        ExternalAnswer answer = processes.evaluate(structure);
        if (parameters.corrected()) {
            Prediction correction = expansion.predict(structure, neighbors);
            return new Prediction(
                    sum(answer.evaluation(), correction.mean()),
                    correction.energyStd(),
                    correction.forceStd(),
                    correction.stressStd());
        }
        Evaluation own = answer.evaluation();
        Evaluation mean = new Evaluation(own.energy() + offset, own.forces(), own.stress());
        return answer.deviations().map(told -> calibrated(mean, told)).orElseGet(() -> typical(mean));
    }

    /** Returns that of the expansion; of a program that tells no deviations, all of what is predicted. */
    @Override
    public DeviationFloor deviationFloor() {
        if (parameters.corrected()) {
            return expansion.deviationFloor();
        }
        double[] rms = parameters.residuals().rms();
        return parameters.residuals().told() ? DeviationFloor.NONE : new DeviationFloor(rms[0], rms[1], rms[2]);
    }

    // the sum of the elements' energies; refuses an element that no label holds, before the program is asked
    private double offset(Structure structure) {
        double offset = 0;
        for (Element element : structure.species()) {
            int at = parameters.elements().indexOf(element);
            if (at < 0) {
                throw new IllegalArgumentException("the model knows " + parameters.elements() + ", found " + element);
            }
            offset += parameters.references()[at];
        }
        return offset;
    }

    private Prediction calibrated(Evaluation mean, Deviations told) {
        double[] factors = parameters.residuals().factors();
        double[] forces = told.forces().clone();
        for (int i = 0; i < forces.length; i++) {
            forces[i] *= factors[1];
        }
        double[] stress = told.stress().toVoigt();
        for (int k = 0; k < stress.length; k++) {
            stress[k] *= factors[2];
        }
        return new Prediction(mean, factors[0] * told.energy(), forces, Stress.ofVoigt(stress));
    }

    private Prediction typical(Evaluation mean) {
        double[] rms = parameters.residuals().rms();
        double[] forces = new double[mean.size()];
        Arrays.fill(forces, rms[1]);
        double[] stress = new double[6];
        Arrays.fill(stress, rms[2]);
        return new Prediction(mean, mean.size() * rms[0], forces, Stress.ofVoigt(stress));
    }

    private static Evaluation sum(Evaluation a, Evaluation b) {
        double[] forces = a.forces();
        double[] other = b.forces();
        for (int k = 0; k < forces.length; k++) {
            forces[k] += other[k];
        }
        double[] stress = a.stress().toVoigt();
        double[] otherStress = b.stress().toVoigt();
        for (int k = 0; k < stress.length; k++) {
            stress[k] += otherStress[k];
        }
        return new Evaluation(a.energy() + b.energy(), forces, Stress.ofVoigt(stress));
    }

    /** Returns the pooled invariants of the expansion: a program has no representation that could be asked for. */
    @Override
    public double[] represent(Structure structure) {
        return expansion.represent(structure);
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path file) {
        ExternalModelFile.write(this, file);
    }
}
