package org.polymorph.surrogate.network;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.spi.Settings;

/**
 * The settings of an ensemble of networks.
 *
 * @param ensemble number of members
 * @param features width of an atom's features
 * @param interactions rounds of messages
 * @param radial Gaussians of the distance
 * @param cutoff radius of an atom's environment, Å
 * @param core outer radius of the short-range repulsion, in units of the sum of two covalent radii; 0: none
 * @param weights of the loss; by default not those of Hessmann et al. (1e-4, 0.9999, 300), with which energies of pw.x
 *     labels come out a third worse
 * @param optimizer how weights are changed
 * @param schedule how long training goes on
 * @param outliers labels whose largest force or stress is so many standard deviations above the mean are left out
 * @param warmStart whether members begin from the model of the last round
 * @param single whether a trained model is evaluated in single precision; training is in double precision always
 */
public record NetworkSettings(
        int ensemble,
        int features,
        int interactions,
        int radial,
        double cutoff,
        double core,
        LossWeights weights,
        OptimizerSettings optimizer,
        Schedule schedule,
        double outliers,
        boolean warmStart,
        boolean single) {
    private static final List<String> RATES =
            Arrays.stream(RateSchedule.values()).map(RateSchedule::word).toList();

    /**
     * How weights are changed.
     *
     * @param learningRate of AdamW at first
     * @param weightDecay share of the learning rate by which weights shrink in a step
     * @param clip longest gradient
     * @param average decay of the running average of the weights, a step
     */
    public record OptimizerSettings(double learningRate, double weightDecay, double clip, double average) {}

    /**
     * How long training goes on.
     *
     * @param rate how the learning rate falls
     * @param epochs at most
     * @param batch structures a step
     * @param patience of {@link RateSchedule#PLATEAU}: epochs without a lower validation loss until the learning rate is halved;
     *     four times as many end the training
     * @param validation share of the labels that are kept apart
     */
    public record Schedule(RateSchedule rate, int epochs, int batch, int patience, double validation) {}

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static NetworkSettings read(Settings settings, Architecture architecture) {
        settings.text("type", architecture.name());
        Settings weights = settings.section("weights");
        NetworkSettings read = new NetworkSettings(
                settings.integer("ensemble", 5, 2, 100),
                settings.integer("features", architecture.features(), 4, 1024),
                settings.integer("interactions", architecture.interactions(), 1, 10),
                settings.integer("radial", 20, 4, 200),
                settings.number("cutoff", 5.0, 1.0, 20.0),
                settings.number("core", 0.8, 0, 2),
                new LossWeights(
                        weights.positive("energy", 0.3),
                        weights.positive("force", 0.9999),
                        weights.positive("stress", 10)),
                new OptimizerSettings(
                        settings.positive("learningRate", 1e-3),
                        settings.number("weightDecay", 0.3, 0, 1),
                        settings.positive("clip", 10),
                        settings.number("average", 0.99, 0, 0.99999)),
                new Schedule(
                        RateSchedule.of(settings.choice("schedule", RateSchedule.COSINE.word(), RATES)),
                        settings.integer("epochs", architecture.epochs(), 1, 1000000),
                        settings.integer("batch", 5, 1, 10000),
                        settings.integer("patience", 25, 1, 100000),
                        settings.number("validation", 0.15, 0.01, 0.9)),
                settings.number("outliers", 3, 1, 100),
                settings.flag("warmStart", true),
                settings.choice("precision", "double", List.of("single", "double"))
                        .equals("single"));
        weights.finish();
        settings.finish();
        return read;
    }

    /** Returns the sizes of the network for a number of elements. */
    NetworkShape shape(int species) {
        return new NetworkShape(species, features, interactions, radial, cutoff);
    }
}
