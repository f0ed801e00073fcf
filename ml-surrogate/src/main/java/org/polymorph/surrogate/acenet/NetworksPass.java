package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.schnet.Interaction;

/**
 * The networks of a member on the atoms of a batch: energies with first and second derivatives. Atoms stand in rows by
 * element for the layers, and in the order of the graph for the messages. Not thread-safe.
 */
final class NetworksPass {
    private final Networks networks;
    private final int width;
    private final AtomicNetwork.Pass[] passes;
    private final Interaction interaction;
    private double[] byAtom = new double[0];

    NetworksPass(Networks networks) {
        this.networks = networks;
        this.width = networks.atomic().first();
        this.passes = new AtomicNetwork.Pass[networks.elements()];
        Arrays.setAll(passes, z -> networks.atomic().pass());
        this.interaction = new Interaction(width);
    }

    /**
     * Atoms of one or several structures. The arrays are shared, not copied.
     *
     * @param rows number of atoms of each element
     * @param features of each element's atoms, rows × features at least
     * @param pairs of the same atoms; without messages of none
     */
    record Atoms(int[] rows, double[][] features, Interaction.Pairs pairs) {}

    /**
     * What the networks say. The arrays are written to.
     *
     * @param energies of each element's atoms
     * @param gradients of these by the features
     * @param distanceGradients of the sum of the energies by the distances of the pairs
     */
    record Answers(double[][] energies, double[][] gradients, double[] distanceGradients) {}

    /** Computes energies and their gradients. */
    void evaluate(Atoms atoms, double[][] weights, FilterTable filters, Answers answers) {
        eachElement(atoms, z -> passes[z].hide(atoms.rows()[z], atoms.features()[z], part(weights, z)));
        if (networks.talk()) {
            collect(atoms, AtomicNetwork.Pass::hidden);
            interaction.apply(atoms.pairs(), filters, weights, networks.interactionBlock(), byAtom);
            distribute(atoms, AtomicNetwork.Pass::hidden);
        }
        eachElement(atoms, z -> passes[z].energies(atoms.features()[z], part(weights, z), answers.energies()[z]));
        if (networks.talk()) {
            int at = networks.interactionBlock();
            collect(atoms, AtomicNetwork.Pass::hiddenAdjoint);
            Arrays.fill(answers.distanceGradients(), 0);
            interaction.pullBack(atoms.pairs(), weights, at, byAtom, answers.distanceGradients());
            interaction.addSent(atoms.pairs(), weights, at, byAtom);
            distribute(atoms, AtomicNetwork.Pass::hiddenAdjoint);
        }
        eachElement(atoms, z -> passes[z].gradients(part(weights, z), answers.gradients()[z]));
    }

    /** Rescales the messages by what went into their activation in the last {@link #evaluate}. */
    void standardize(double[][] weights) {
        interaction.standardize(weights, networks.interactionBlock());
    }

    /**
     * An objective, Σ c_r E_r + Σ t_r · ∂E/∂x_r + Σ τ_p ∂E/∂r_p.
     *
     * @param factors c of each element's atoms
     * @param tangents t of these
     * @param distanceDots τ, one number a pair
     */
    record Objective(double[][] factors, double[][] tangents, double[] distanceDots) {}

    /**
     * Adds the gradient of an objective by the weights, for the atoms of the last {@link #evaluate}.
     *
     * @param filterAdjoint by the filters, computed
     */
    void addGradient(
            Atoms atoms, double[][] weights, Objective objective, FilterTable filterAdjoint, double[][] gradient) {
        int at = networks.interactionBlock();
        eachElement(atoms, z -> passes[z].hideDot(objective.tangents()[z], part(weights, z)));
        if (networks.talk()) {
            collect(atoms, AtomicNetwork.Pass::hiddenDot);
            interaction.applyDot(atoms.pairs(), weights, at, objective.distanceDots(), byAtom);
            distribute(atoms, AtomicNetwork.Pass::hiddenDot);
        }
        eachElement(
                atoms,
                z -> passes[z].pullBackEnergies(
                        atoms.features()[z],
                        part(weights, z),
                        objective.factors()[z],
                        objective.tangents()[z],
                        part(gradient, z)));
        if (networks.talk()) {
            collect(atoms, AtomicNetwork.Pass::hiddenBoth);
            interaction.pullBackBoth(
                    atoms.pairs(), weights, at, objective.distanceDots(), filterAdjoint, byAtom, gradient);
            distribute(atoms, AtomicNetwork.Pass::hiddenBoth);
        }
        eachElement(
                atoms,
                z -> passes[z].pullBackHidden(atoms.features()[z], objective.tangents()[z], part(gradient, z)));
    }

    // Elements that are there.
    private static void eachElement(Atoms atoms, IntConsumer action) {
        for (int z = 0; z < atoms.rows().length; z++) {
            if (atoms.rows()[z] > 0) {
                action.accept(z);
            }
        }
    }

    private static double[][] part(double[][] blocks, int element) {
        return AtomicNetwork.part(blocks, element);
    }

    /** Numbers of the atoms of an element. */
    @FunctionalInterface
    private interface Numbers {
        double[] of(AtomicNetwork.Pass pass);
    }

    private void collect(Atoms atoms, Numbers numbers) {
        Graph graph = atoms.pairs().graph();
        if (byAtom.length != graph.atoms() * width) {
            byAtom = new double[graph.atoms() * width];
        }
        int[] next = new int[passes.length];
        for (int i = 0; i < graph.atoms(); i++) {
            int z = graph.species(i);
            System.arraycopy(numbers.of(passes[z]), next[z]++ * width, byAtom, i * width, width);
        }
    }

    private void distribute(Atoms atoms, Numbers numbers) {
        Graph graph = atoms.pairs().graph();
        int[] next = new int[passes.length];
        for (int i = 0; i < graph.atoms(); i++) {
            int z = graph.species(i);
            System.arraycopy(byAtom, i * width, numbers.of(passes[z]), next[z]++ * width, width);
        }
    }
}
