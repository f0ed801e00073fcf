package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.training.ReferenceEnergies;
import org.polymorph.surrogate.training.ScreenedRepulsion;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The labels of a training in the order of the folds.
 *
 * @param all as they are
 * @param rest without reference energies and repulsion
 */
record Labels(List<LabelledStructure> all, List<LabelledStructure> rest, Baseline baseline) {

    static Labels of(TrainingSet set, AtomicInvariants invariants, double core) {
        List<LabelledStructure> all = Folds.shuffled(set.labels());
        ScreenedRepulsion repulsion = new ScreenedRepulsion(set.elements(), core, invariants.cutoff());
        Baseline bare = new Baseline(new double[set.elements().size()], repulsion);
        double[] energies = without(bare, all, invariants).stream()
                .mapToDouble(label -> label.evaluation().energy())
                .toArray();
        double[] references = ReferenceEnergies.fit(all, energies, set.elements());
        Baseline baseline = new Baseline(references, repulsion);
        return new Labels(all, without(baseline, all, invariants), baseline);
    }

    private static List<LabelledStructure> without(
            Baseline baseline, List<LabelledStructure> labels, AtomicInvariants invariants) {
        List<LabelledStructure> rest = new ArrayList<>();
        for (LabelledStructure label : labels) {
            NeighborList neighbors = NeighborList.of(label.structure(), invariants.cutoff());
            Evaluation left = baseline.without(
                    neighbors,
                    invariants.species(label.structure()),
                    label.structure().volume(),
                    label.evaluation());
            rest.add(new LabelledStructure(label.id(), label.structure(), left));
        }
        return rest;
    }

    int size() {
        return all.size();
    }

    int atoms() {
        return all.stream().mapToInt(label -> label.structure().size()).sum();
    }

    /** Returns the lowest energy, eV/atom. */
    double lowest() {
        return all.stream()
                .mapToDouble(
                        label -> label.evaluation().energy() / label.structure().size())
                .min()
                .orElseThrow();
    }

    /**
     * Makes a sample of a label.
     *
     * @param offset isotropic virial an atom, eV, that labels have beyond the derivative of their energy
     */
    Sample sample(int s, Surroundings surroundings, double offset, double[] noise) {
        Evaluation left = rest.get(s).evaluation();
        double[] stress = left.stress().toVoigt();
        for (int v = 0; v < 3; v++) {
            stress[v] -= offset * surroundings.atoms() / surroundings.volume();
        }
        Evaluation wanted = new Evaluation(left.energy(), left.forces(), Stress.ofVoigt(stress));
        return Sample.of(surroundings, wanted, all.get(s).evaluation(), lowest(), noise);
    }
}
