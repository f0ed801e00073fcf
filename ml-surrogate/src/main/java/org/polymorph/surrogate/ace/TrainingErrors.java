package org.polymorph.surrogate.ace;

import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Workers;

/**
 * Mean absolute errors of a model on the labels that it was fitted to.
 *
 * @param energy eV/atom
 * @param force of a component, eV/Å
 * @param stress of a component, eV/Å³
 */
record TrainingErrors(double energy, double force, double stress) {

    static TrainingErrors of(Calculator model, List<LabelledStructure> labels, Workers workers) {
        double energy = 0;
        double force = 0;
        double stress = 0;
        int components = 0;
        for (double[] sums : workers.map(labels.size(), s -> sums(model, labels.get(s)))) {
            energy += sums[0];
            force += sums[1];
            stress += sums[2];
            components += (int) sums[3];
        }
        return new TrainingErrors(energy / labels.size(), force / components, stress / (6 * labels.size()));
    }

    private static double[] sums(Calculator model, LabelledStructure label) {
        Evaluation found = model.evaluate(label.structure());
        Evaluation truth = label.evaluation();
        return new double[] {
            Math.abs(found.energy() - truth.energy()) / truth.size(),
            distance(found.forces(), truth.forces()),
            distance(found.stress().toVoigt(), truth.stress().toVoigt()),
            3 * truth.size()
        };
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += Math.abs(a[k] - b[k]);
        }
        return sum;
    }
}
