package org.polymorph.surrogate.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.ReferenceEnergies;
import org.polymorph.surrogate.training.ScreenedRepulsion;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The labels of a training, without outliers, and what the network is to learn of them: repulsion and reference energies
 * taken off, split into training and validation.
 *
 * @param labels those that are used
 * @param elements of all labels, outliers included
 * @param leftOut how many are not used
 * @param validationIds ids of the labels kept apart
 * @param references energy of each element, eV
 * @param virialOffset isotropic virial an atom, eV, that labels have beyond the derivative of their energy
 * @param hash of all labels
 */
record TrainingData(
        List<LabelledStructure> labels,
        List<Element> elements,
        int leftOut,
        Set<String> validationIds,
        double[] references,
        double virialOffset,
        List<Sample> training,
        List<Sample> validation,
        String hash) {
    /** The fewest labels: one at least is held out, and the others tell of a trend. */
    static final int FEWEST = 5;

    /**
     * Prepares labels.
     *
     * @param known reference energies to keep; empty: fitted
     * @throws IllegalArgumentException if there are too few, or if numbers are not finite
     */
    static TrainingData of(
            List<LabelledStructure> all, NetworkSettings settings, KnownReferences known, Workers workers) {
        TrainingSet set = TrainingSet.of(all);
        if (set.labels().size() < FEWEST) {
            throw new IllegalArgumentException("a network needs at least " + FEWEST + " labels, found "
                    + set.labels().size());
        }
        List<LabelledStructure> labels = withoutOutliers(
                withoutOutliers(set.labels(), l -> l.evaluation().maxForce(), settings.outliers()),
                l -> l.evaluation().stress().maxAbs(),
                settings.outliers());
        List<Element> elements = set.elements();
        Species species = new Species(elements);
        Baseline repulsion = new Baseline(
                new double[elements.size()], new ScreenedRepulsion(elements, settings.core(), settings.cutoff()));
        List<Sample> samples = new ArrayList<>();
        for (LabelledStructure label : labels) {
            Graph graph = Graph.of(label.structure(), settings.cutoff(), species);
            samples.add(without(repulsion, graph, label));
        }
        double[] energies = samples.stream().mapToDouble(s -> s.energies()[0]).toArray();
        double[] references = known.of(elements).orElseGet(() -> ReferenceEnergies.fit(labels, energies, elements));
        Set<String> apart = Split.validation(labels, settings.schedule().validation());
        List<Sample> training = new ArrayList<>();
        List<Sample> validation = new ArrayList<>();
        for (int s = 0; s < labels.size(); s++) {
            Sample sample = samples.get(s);
            for (int i = 0; i < sample.graph().atoms(); i++) {
                sample.energies()[0] -= references[sample.graph().species(i)];
            }
            (apart.contains(labels.get(s).id()) ? validation : training).add(sample);
        }
        double offset = VirialOffset.fit(rest(labels, samples), labels, elements, settings.cutoff(), workers);
        for (Sample sample : samples) {
            for (int k = 0; k < 9; k += 4) {
                sample.stresses()[k] -=
                        offset * sample.graph().atoms() / sample.graph().volume(0);
            }
        }
        int leftOut = all.size() - labels.size();
        return new TrainingData(labels, elements, leftOut, apart, references, offset, training, validation, set.hash());
    }

    /** Says what reference energies a model of the last round has for these elements, if it is to be gone on from. */
    @FunctionalInterface
    interface KnownReferences {
        java.util.Optional<double[]> of(List<Element> elements);
    }

    /** Returns what a label says, its stress without the offset. */
    Evaluation consistent(LabelledStructure label) {
        double[] stress = label.evaluation().stress().toVoigt();
        for (int v = 0; v < 3; v++) {
            stress[v] -=
                    virialOffset * label.structure().size() / label.structure().volume();
        }
        return new Evaluation(label.evaluation().energy(), label.evaluation().forces(), Stress.ofVoigt(stress));
    }

    private static List<LabelledStructure> rest(List<LabelledStructure> labels, List<Sample> samples) {
        List<LabelledStructure> rest = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            Sample sample = samples.get(s);
            LabelledStructure label = labels.get(s);
            Evaluation left = new Evaluation(sample.energies()[0], sample.forces(), Stress.ofMatrix(sample.stresses()));
            rest.add(new LabelledStructure(label.id(), label.structure(), left));
        }
        return rest;
    }

    private static List<LabelledStructure> withoutOutliers(
            List<LabelledStructure> labels, ToDoubleFunction<LabelledStructure> size, double deviations) {
        Moments moments = new Moments(1);
        labels.forEach(label -> moments.add(new double[] {size.applyAsDouble(label)}));
        double limit = moments.means()[0] + deviations * Math.sqrt(moments.variances()[0]);
        // rounding must not take away labels that are all the same
        double slack = 1e-9 * Math.abs(limit);
        return labels.stream()
                .filter(l -> size.applyAsDouble(l) <= limit + slack)
                .toList();
    }

    private static Sample without(Baseline baseline, Graph graph, LabelledStructure label) {
        double[] energy = new double[1];
        double[] pairs = new double[3 * graph.pairs()];
        double[] forces = new double[3 * graph.atoms()];
        double[] stress = new double[9];
        baseline.add(graph, energy, pairs);
        PairForces.forces(graph, pairs, forces);
        PairForces.stresses(graph, pairs, stress);
        energy[0] = label.evaluation().energy() - energy[0];
        double[] labelForces = label.evaluation().forces();
        for (int k = 0; k < forces.length; k++) {
            forces[k] = labelForces[k] - forces[k];
        }
        double[] labelStress = label.evaluation().stress().toMatrix();
        for (int k = 0; k < 9; k++) {
            stress[k] = labelStress[k] - stress[k];
        }
        return new Sample(graph, energy, forces, stress);
    }
}
