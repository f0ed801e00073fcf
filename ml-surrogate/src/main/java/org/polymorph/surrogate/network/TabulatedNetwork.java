package org.polymorph.surrogate.network;

import java.util.function.Supplier;

/**
 * A network with fixed weights, its filters as tables: of either precision. Immutable and thread-safe.
 *
 * @param evaluators makes scratch space that holds nothing but the common weights
 */
public record TabulatedNetwork(DistanceGrid grid, Supplier<Network.Evaluator> evaluators) implements Network.Tabulated {

    /**
     * The way through a network in double precision, forwards and backwards. Not thread-safe.
     *
     * @param <W> weights and the tables of filters that follow from them
     */
    public interface Sweep<W> {
        /** Computes the energy of each structure. */
        void forward(Graph graph, DistanceGrid.Places places, W weights, double[] energies);

        /** Computes energies and gradients as {@link Network.Pass#evaluate} says. */
        void evaluate(Graph graph, DistanceGrid.Places places, W weights, double[] energies, double[] pairGradients);

        /** Returns the last scalar features, atoms × width; not to be changed. */
        double[] scalars();
    }

    /** Makes a network in double precision. */
    public static <W> TabulatedNetwork of(DistanceGrid grid, W weights, Supplier<? extends Sweep<W>> sweeps) {
        return new TabulatedNetwork(grid, () -> new SweepEvaluator<>(sweeps.get(), weights));
    }

    @Override
    public Network.Evaluator evaluator() {
        return evaluators.get();
    }

    private record SweepEvaluator<W>(Sweep<W> sweep, W weights) implements Network.Evaluator {
        @Override
        public void evaluate(Graph graph, DistanceGrid.Places places, double[] energies, double[] pairGradients) {
            sweep.evaluate(graph, places, weights, energies, pairGradients);
        }

        @Override
        public double[] pooled(Graph graph, DistanceGrid.Places places) {
            sweep.forward(graph, places, weights, new double[graph.structures()]);
            double[] scalars = sweep.scalars();
            int width = scalars.length / graph.atoms();
            double[] mean = new double[width];
            for (int k = 0; k < scalars.length; k++) {
                mean[k % width] += scalars[k] / graph.atoms();
            }
            return mean;
        }
    }
}
