package org.polymorph.surrogate.network;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.ace.LinearFolds;

/**
 * The isotropic virial an atom, eV, that labels have beyond the derivative of their energy, as plane waves up to a fixed cutoff
 * give it (Francis and Payne 1990, doi 10.1088/0953-8984/2/19/007): a model whose stress is a derivative cannot learn it, and
 * its energies pay for trying. A small linear expansion with such a number beside it finds it.
 */
final class VirialOffset {
    private static final int BODY_ORDER = 4;
    private static final int FEATURES = 200;
    private static final int RADIAL = 12;
    private static final int ANGULAR = 5;
    private static final int FOLDS = 2;

    private VirialOffset() {}

    /**
     * Finds it.
     *
     * @param rest labels without reference energies and repulsion
     * @param labels the same as they are
     */
    static double fit(
            List<LabelledStructure> rest,
            List<LabelledStructure> labels,
            List<Element> elements,
            double cutoff,
            Workers workers) {
        AtomicInvariants.Shape shape = new AtomicInvariants.Shape(cutoff, BODY_ORDER, FEATURES, RADIAL, ANGULAR, 1.0);
        List<Evaluation> full =
                labels.stream().map(LabelledStructure::evaluation).toList();
        AtomicInvariants invariants = new AtomicInvariants(shape, elements, FOLDS);
        LinearFolds folds = LinearFolds.fit(invariants, rest, full, FOLDS, workers);
        return Arrays.stream(folds.virialOffsets()).average().orElseThrow();
    }
}
