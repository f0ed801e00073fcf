package org.polymorph.surrogate.network;

import java.util.SplittableRandom;

/** An architecture with fixed sizes: the energy of a graph as a function of blocks of weights. Immutable and thread-safe. */
public interface Network {

    /** Draws initial weights; the last block holds one number an element, which is added to the energy of its atoms. */
    double[][] draw(SplittableRandom random);

    /**
     * Rescales initial weights and shifts biases so that what goes into each activation has a mean of 0 and a small deviation
     * over the atoms of a graph (Salimans and Kingma 2016, arXiv 1602.07868): the sums over many neighbours would else lie
     * where the activation is as good as linear.
     */
    void standardize(Graph graph, double[][] weights);

    /** Returns whether the weights of a block are drawn towards zero in training. */
    default boolean decays(int block) {
        return true;
    }

    /** Makes scratch space for training. */
    Pass pass();

    /** Prepares fixed weights for fast evaluation. */
    Tabulated tabulate(double[][] weights);

    /**
     * Prepares fixed weights for evaluation in single precision, with energies and gradients added up in double precision;
     * an architecture that has none evaluates in double precision.
     */
    default Tabulated tabulateSingle(double[][] weights) {
        return tabulate(weights);
    }

    /** Computes energies and their first and second derivatives. Not thread-safe. */
    interface Pass {

        /**
         * Computes the energy of each structure (eV) and its gradient by the vector of each pair (eV/Å, pairs × 3).
         *
         * @param energies one number a structure
         * @param pairGradients three numbers a pair
         */
        void evaluate(Graph graph, double[][] weights, double[] energies, double[] pairGradients);

        /**
         * Adds the gradient by the weights of Σ c_s E_s + Σ t_p · ∂E/∂d_p, for the graph and the weights of the last
         * {@link #evaluate}: exact, by differentiating the derivative along t backwards.
         *
         * @param energyFactors c, one number a structure
         * @param pairTangents t, three numbers a pair
         */
        void addGradient(double[] energyFactors, double[] pairTangents, double[][] gradient);
    }

    /** A network with fixed weights. Immutable and thread-safe. */
    interface Tabulated {

        /** Returns the grid on which a graph is to be placed. */
        DistanceGrid grid();

        /** Makes scratch space for evaluation. */
        Evaluator evaluator();
    }

    /** Evaluates a network with fixed weights. Not thread-safe. */
    interface Evaluator {

        /** As {@link Pass#evaluate}, for a graph with its places on the network's grid. */
        void evaluate(Graph graph, DistanceGrid.Places places, double[] energies, double[] pairGradients);

        /** Returns the mean over the atoms of one structure of their last scalar features. */
        double[] pooled(Graph graph, DistanceGrid.Places places);
    }
}
