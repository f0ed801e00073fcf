package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.cluster.Dbscan;
import org.polymorph.surrogate.cluster.Standardization;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;

/**
 * What structures are clustered by.
 *
 * @param distance of two structures
 * @param vectors one a structure, where it has vectors
 * @param unit of the distance, for people
 * @param eps distance of neighbours that mostly serves
 */
record ClusterBasis(Dbscan.Distance distance, Optional<double[][]> vectors, String unit, double eps) {
    private static final int NEIGHBOURS = 100;

    /**
     * Computes it.
     *
     * @param name amd, pdd, energy or the file of a model
     * @throws UsageException if it is none of these, or a structure lacks its energy
     */
    static ClusterBasis of(String name, List<Frame> frames, Workers workers) {
        List<Structure> structures = frames.stream().map(Frame::structure).toList();
        return switch (name) {
            case "amd" -> {
                double[][] vectors = workers.map(
                                structures.size(), i -> AverageMinimumDistances.of(structures.get(i), NEIGHBOURS))
                        .toArray(double[][]::new);
                yield of(vectors, (i, j, limit) -> Metric.CHEBYSHEV.between(vectors[i], vectors[j]), "Å", 0.1);
            }
            case "pdd" -> {
                List<PointwiseDistances> rows = workers.map(
                        structures.size(),
                        i -> PointwiseDistances.of(
                                PeriodicSet.of(structures.get(i)), NEIGHBOURS, PointwiseDistances.COLLAPSE));
                double[][] matrix =
                        workers.map(rows.size(), i -> toAll(rows, i)).toArray(double[][]::new);
                yield new ClusterBasis(
                        (i, j, limit) -> matrix[Math.max(i, j)][Math.min(i, j)], Optional.empty(), "Å", 0.1);
            }
            case "energy" -> {
                double[][] energies = energies(frames);
                yield of(energies, (i, j, limit) -> Math.abs(energies[i][0] - energies[j][0]), "eV/atom", 0.01);
            }
            default -> ofModel(name, structures, workers);
        };
    }

    private static ClusterBasis of(double[][] vectors, Dbscan.Distance distance, String unit, double eps) {
        return new ClusterBasis(distance, Optional.of(vectors), unit, eps);
    }

    private static double[] toAll(List<PointwiseDistances> rows, int i) {
        double[] distances = new double[i];
        for (int j = 0; j < i; j++) {
            distances[j] = rows.get(i).distance(rows.get(j));
        }
        return distances;
    }

    private static double[][] energies(List<Frame> frames) {
        double[][] energies = new double[frames.size()][1];
        for (int i = 0; i < energies.length; i++) {
            int number = i + 1;
            energies[i][0] = FrameEnergy.perAtom(frames.get(i))
                    .orElseThrow(() -> new UsageException(
                            "--by energy: structure " + number + ": expected an energy in eV, found none"));
        }
        return energies;
    }

    // the Euclidean distance of standardised features over the square root of their number
    private static ClusterBasis ofModel(String name, List<Structure> structures, Workers workers) {
        if (!Files.isRegularFile(Path.of(name))) {
            throw new UsageException(String.format(
                    Locale.ROOT, "--by: expected amd, pdd, energy or the file of a model, found \"%s\"", name));
        }
        SurrogateModel model = CalculatorOptions.load(Path.of(name));
        double[][] vectors = Standardization.of(workers.map(structures.size(), i -> model.represent(structures.get(i)))
                .toArray(double[][]::new));
        double width = Math.sqrt(Math.max(1, vectors[0].length));
        return of(vectors, (i, j, limit) -> Metric.EUCLIDEAN.between(vectors[i], vectors[j]) / width, "σ", 0.06);
    }
}
