package org.polymorph.tests.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * Surrogates of Si16 within 5 Å, one thread: energy, forces and stress. Networks are ensembles of two members that are hardly
 * trained, as their speed does not depend on that; a member costs half of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SurrogateBenchmark {
    private static final int ATOMS = 16;
    private static final int MANY = 64;
    private static final int LABELS = 50;

    @Param({"ace", "schnet"})
    public String type;

    private List<Structure> cells;
    private List<LabelledStructure> labels;
    private SurrogateModel model;
    private Workers one;
    private int next;

    /** Trains. */
    @Setup
    public void train() {
        cells = SiliconCells.of(ATOMS, MANY);
        labels = SiliconCells.labelled(ATOMS, LABELS);
        one = new Workers(1);
        model = fit(1);
    }

    private SurrogateModel fit(int epochs) {
        Surrogate surrogate = Providers.of(Surrogate.class).get(type);
        Map<String, Object> network = new LinkedHashMap<>(Map.of("ensemble", 2, "epochs", epochs, "batch", 10));
        Settings settings = Settings.of(network);
        surrogate.validate(settings);
        // settings of networks, where the kind has them
        Settings used = settings.problems().isEmpty() ? Settings.of(network) : Settings.empty();
        return surrogate.train(TrainingTask.of(labels, used, new Seed(1), one));
    }

    private Structure next() {
        next = (next + 1) % MANY;
        return cells.get(next);
    }

    /** The mean alone. */
    @Benchmark
    public Evaluation evaluate() {
        return model.evaluate(next());
    }

    /** With uncertainties. */
    @Benchmark
    public Prediction predict() {
        return model.predict(next());
    }

    /** The mean alone, of 64 structures; the time is that of one. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void evaluateMany(Blackhole hole) {
        for (Structure cell : cells) {
            hole.consume(model.evaluate(cell));
        }
    }

    /** The vector that clustering goes by. */
    @Benchmark
    public double[] represent() {
        return model.represent(next());
    }

    /** A fit to 50 labels: ten epochs in batches of 10 of both members, or what a kind without epochs does. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public SurrogateModel trainFifty() {
        return fit(10);
    }

    /** A relaxation of 20 steps. */
    @Benchmark
    public Relaxation relaxTwentySteps() {
        return Relaxer.relax(next(), model, RelaxSettings.defaults().withSteps(20), 0);
    }
}
