package org.polymorph.tests.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;

/** What is done to structures without a model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StructureBenchmark {
    private static final double CUTOFF = 5;
    private static final int NEIGHBOURS = 100;

    @Param({"8", "64"})
    public int atoms;

    private Structure cell;
    private Calculator potential;

    /** Makes the cell. */
    @Setup
    public void prepare() {
        cell = SiliconCells.of(atoms, 1).get(0);
        potential = Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
    }

    /** All pairs within 5 Å. */
    @Benchmark
    public NeighborList neighborList() {
        return NeighborList.of(cell, CUTOFF);
    }

    /** Stillinger and Weber's potential. */
    @Benchmark
    public Evaluation stillingerWeber() {
        return potential.evaluate(cell);
    }

    /** Average minimum distances, k = 100. */
    @Benchmark
    public double[] averageMinimumDistances() {
        return AverageMinimumDistances.of(cell, NEIGHBOURS);
    }

    /** Pointwise distance distribution, k = 100. */
    @Benchmark
    public PointwiseDistances pointwiseDistances() {
        return PointwiseDistances.of(PeriodicSet.of(cell), NEIGHBOURS, PointwiseDistances.COLLAPSE);
    }
}
