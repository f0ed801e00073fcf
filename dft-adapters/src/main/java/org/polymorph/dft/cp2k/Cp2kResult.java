package org.polymorph.dft.cp2k;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
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
        Evaluation evaluation = new Evaluation(step.energy() * Units.HARTREE, step.forces(), stress);
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
        return new CalculationResult(structure, evaluation, true, steps, details);
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
        return job.trajectory().last().flatMap(last -> evaluations(run.get()).stream()
                .filter(step -> Math.abs(step.energy() - last.energy()) <= SAME_ENERGY)
                .reduce((first, second) -> second));
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
