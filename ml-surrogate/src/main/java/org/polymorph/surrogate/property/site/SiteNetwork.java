package org.polymorph.surrogate.property.site;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.polymorph.surrogate.network.Perceptron;
import org.polymorph.surrogate.property.ensemble.PropertyNetwork;
import org.polymorph.surrogate.property.ensemble.SquareLoss;

/**
 * One value a site by two perceptrons, the first of which has few outputs, and of a crystal the mean of its sites by their shares.
 * Immutable.
 *
 * @param inputs known of a site
 * @param hidden width of the layers with an activation
 * @param embedding outputs of the first perceptron
 */
record SiteNetwork(int inputs, int hidden, int embedding) implements PropertyNetwork<SiteRows> {

    @Override
    public SiteRows join(List<SiteRows> parts) {
        return SiteRows.join(parts);
    }

    /** Returns whether the weight decay shrinks a block: all but biases. */
    @Override
    public boolean decays(int block) {
        return block % 2 == 0;
    }

    @Override
    public double[][] draw(RandomGenerator random) {
        return Stream.of(new Perceptron(inputs, hidden, embedding), new Perceptron(embedding, hidden, 1))
                .flatMap(perceptron -> Arrays.stream(perceptron.draw(random)))
                .toArray(double[][]::new);
    }

    /** One evaluation: what the perceptrons keep of it is needed on the way back. */
    private final class Pass {
        private final Perceptron first = new Perceptron(inputs, hidden, embedding);
        private final Perceptron second = new Perceptron(embedding, hidden, 1);
        private final SiteRows rows;
        private final double[] embedded;
        private final double[] ofSites;

        Pass(SiteRows rows, double[][] blocks) {
            this.rows = rows;
            this.embedded = new double[rows.sites() * embedding];
            this.ofSites = new double[rows.sites()];
            first.apply(rows.sites(), rows.values(), blocks, 0, embedded);
            second.apply(rows.sites(), embedded, blocks, Perceptron.BLOCKS, ofSites);
        }

        double[] values() {
            double[] values = new double[rows.crystals()];
            for (int s = 0; s < rows.sites(); s++) {
                values[rows.crystal()[s]] += rows.share()[s] * ofSites[s];
            }
            return values;
        }

        // by the inputs; adds that by the weights
        double[] pullBack(double[] adjoint, double[][] gradient) {
            double[] bySite = new double[rows.sites()];
            for (int s = 0; s < bySite.length; s++) {
                bySite[s] = rows.share()[s] * adjoint[rows.crystal()[s]];
            }
            double[] byEmbedded = new double[embedded.length];
            second.pullBack(bySite, byEmbedded, gradient);
            double[] byInputs = new double[rows.values().length];
            first.pullBack(byEmbedded, byInputs, gradient);
            return byInputs;
        }
    }

    @Override
    public void standardize(SiteRows rows, double[][] blocks) {
        new Pass(rows, blocks).first.standardize(blocks);
        new Pass(rows, blocks).second.standardize(blocks);
        double mean = Arrays.stream(values(rows, blocks)).average().orElseThrow();
        blocks[blocks.length - 1][0] -= mean;
    }

    @Override
    public double[] values(SiteRows rows, double[][] blocks) {
        return new Pass(rows, blocks).values();
    }

    @Override
    public double addGradient(SiteRows rows, double[] targets, double[][] blocks, double[][] gradient) {
        Pass pass = new Pass(rows, blocks);
        SquareLoss loss = SquareLoss.of(pass.values(), targets);
        pass.pullBack(loss.adjoint(), gradient);
        return loss.sum();
    }

    /** Returns the derivatives of each crystal's value by what is known of its sites, row-major. */
    double[] slopes(SiteRows rows, double[][] blocks) {
        double[] ones = new double[rows.crystals()];
        Arrays.fill(ones, 1);
        double[][] unused = new double[blocks.length][];
        Arrays.setAll(unused, b -> new double[blocks[b].length]);
        return new Pass(rows, blocks).pullBack(ones, unused);
    }
}
