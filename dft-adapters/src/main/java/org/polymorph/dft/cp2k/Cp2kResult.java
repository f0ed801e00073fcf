package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Makes the result of a job that ended well. */
final class Cp2kResult {
    /** How far the energy beside the positions may be from the printed one, in hartree: half its last digit. */
    private static final double SAME_ENERGY = 1e-9;

    private Cp2kResult() {}

    /** Returns the result of a job that {@link Cp2kDiagnosis} found nothing wrong with. */
    static CalculationResult of(Cp2kJobDirectory job) {
        Cp2kRun run = job.run().orElseThrow();
        Cp2kStep step = step(job).orElseThrow();
        Structure structure = structure(job).orElseThrow();
        Stress stress = step.stress().orElseThrow();
        int steps = evaluations(run).size();
        Map<String, String> details = new TreeMap<>(run.facts());
        details.put("code", "cp2k");
        details.put("energy", "total energy of the force evaluation; with smearing the free energy F = E − TS");
        details.put("scfIterations", String.valueOf(step.iterations()));
        step.entropy().ifPresent(value -> entropy(step.energy(), value, details));
        if (job.input().map(Cp2kGivenInput::relaxes).orElse(false)) {
            details.put("residualStressGPa", String.valueOf(residual(job, stress)));
        }
        if (steps > 1) {
            details.put(
                    "ionicEnergies",
                    String.join(
                            " ",
                            evaluations(run).stream()
                                    .map(each -> String.valueOf(each.energy() * Units.HARTREE))
                                    .toList()));
        }
        job.exit().ifPresent(value -> details.put("exitStatus", String.valueOf(value)));
        if (!run.warnings().isEmpty()) {
            details.put("warnings", String.join("; ", run.warnings()));
        }
        return new CalculationResult(structure, evaluation(step), true, steps, details);
    }

    /** Returns the geometries whose self-consistent cycle converged; those of a relaxation as CP2K turns the cell. */
    static List<IonicStep> path(Cp2kJobDirectory job) {
        List<Cp2kStep> steps = job.run().map(Cp2kResult::evaluations).orElse(List.of());
        List<IonicStep> path = new ArrayList<>();
        Optional<Structure> given = job.input()
                .flatMap(input -> input.relaxes() ? input.structure().map(Cp2kResult::turned) : input.structure());
        if (!steps.isEmpty() && given.isPresent()) {
            add(given.get(), steps.get(0), path);
        }
        for (Cp2kTrajectory.Step geometry : job.trajectory().steps()) {
            matching(steps, geometry).ifPresent(step -> add(geometry.structure(), step, path));
        }
        return path;
    }

    private static void add(Structure structure, Cp2kStep step, List<IonicStep> path) {
        if (step.converged() && step.forces().length == 3 * structure.size()) {
            path.add(new IonicStep(structure, evaluation(step)));
        }
    }

    // a along x, b in the plane of x and y: forces and stress of a relaxation are told in this frame
    private static Structure turned(Structure given) {
        Lattice lattice = given.lattice();
        double[] angles = lattice.angles();
        Lattice turned = Lattice.ofParameters(
                lattice.length(0), lattice.length(1), lattice.length(2), angles[0], angles[1], angles[2]);
        return Structure.of(turned, given.species(), given.fractional());
    }

    private static Evaluation evaluation(Cp2kStep step) {
        return new Evaluation(
                step.energy() * Units.HARTREE, step.forces(), step.stress().orElseThrow());
    }

    // F = E − TS; towards σ = 0 the energy is about F + TS/2
    private static void entropy(double energy, double minusTs, Map<String, String> details) {
        details.put("smearingEnergy", String.valueOf(minusTs * Units.HARTREE));
        details.put("energySigma0", String.valueOf((energy - minusTs / 2) * Units.HARTREE));
    }

    private static List<Cp2kStep> evaluations(Cp2kRun run) {
        return run.steps().stream().filter(Cp2kStep::isWhole).toList();
    }

    /** Returns the geometry that the result belongs to: the given one, or the last one of a relaxation. */
    static Optional<Structure> structure(Cp2kJobDirectory job) {
        return job.input()
                .flatMap(input -> input.relaxes()
                        ? job.trajectory().last().map(Cp2kTrajectory.Step::structure)
                        : input.structure());
    }

    /** Returns what was computed for that geometry; where a line was searched it need not be the last evaluation. */
    static Optional<Cp2kStep> step(Cp2kJobDirectory job) {
        Optional<Cp2kRun> run = job.run();
        if (run.isEmpty() || !job.input().map(Cp2kGivenInput::relaxes).orElse(false)) {
            return run.flatMap(Cp2kRun::last);
        }
        return job.trajectory().last().flatMap(last -> matching(evaluations(run.get()), last));
    }

    private static Optional<Cp2kStep> matching(List<Cp2kStep> steps, Cp2kTrajectory.Step geometry) {
        return steps.stream()
                .filter(step -> Math.abs(step.energy() - geometry.energy()) <= SAME_ENERGY)
                .reduce((first, second) -> second);
    }

    // the largest component by which the last stress misses the target pressure
    private static double residual(Cp2kJobDirectory job, Stress stress) {
        double target = job.input()
                        .flatMap(input -> input.number("MOTION/CELL_OPT/EXTERNAL_PRESSURE"))
                        .orElse(0.0)
                / 1e4;
        double[] excess = stress.toVoigt();
        double largest = 0;
        for (int i = 0; i < 6; i++) {
            largest = Math.max(largest, Math.abs(-excess[i] / Units.GPA - (i < 3 ? target : 0)));
        }
        return largest;
    }
}
