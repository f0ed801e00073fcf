package org.polymorph.dft.abinit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Makes the result of a job that ended well. */
final class AbinitResult {
    private static final double FORCE = Units.HARTREE / Units.BOHR;
    private static final double STRESS = Units.HARTREE / (Units.BOHR * Units.BOHR * Units.BOHR);

    /** Rounding of numbers with nine digits, beside those with eleven. */
    private static final double ROUNDING = 1e-8;

    /** Rounding of an energy with eleven digits. */
    private static final double ENERGY_ROUNDING = 2e-10;

    /** How far an edge in Å or a fractional coordinate may be from the same one elsewhere. */
    private static final double SAME_GEOMETRY = 1e-6;

    private AbinitResult() {}

    /** Returns the result of a complete run, whose last step has forces and stress. */
    static CalculationResult of(AbinitJobDirectory job) {
        AbinitRun run = job.run().orElseThrow();
        AbinitStep step = run.lastStep().orElseThrow();
        return new CalculationResult(
                structure(job, run).orElseThrow(),
                evaluation(step),
                !run.relaxes() || run.has(AbinitRun.Mark.RELAXED),
                run.steps().size(),
                details(job, run, step));
    }

    private static Evaluation evaluation(AbinitStep step) {
        return new Evaluation(
                step.energy() * Units.HARTREE, step.forces(), step.stress().orElse(Stress.UNKNOWN));
    }

    /** Returns the steps whose electrons converged and whose geometry and forces are there, in their order. */
    static List<IonicStep> path(AbinitJobDirectory job, AbinitRun run) {
        List<IonicStep> path = new ArrayList<>();
        for (AbinitStep step : run.steps()) {
            Optional<Structure> geometry =
                    run.relaxes() ? step.geometry().map(structure -> oriented(job, structure)) : structure(job, run);
            geometry.filter(structure -> step.converged() && step.forces().length == 3 * structure.size())
                    .ifPresent(structure -> path.add(new IonicStep(structure, evaluation(step))));
        }
        return path;
    }

    private static Map<String, String> details(AbinitJobDirectory job, AbinitRun run, AbinitStep step) {
        Map<String, String> details = new TreeMap<>(run.facts());
        details.put("code", "ABINIT");
        details.put("energy", "etotal; with smearing the free energy F = E − TS");
        details.put("scfIterations", String.valueOf(step.iterations()));
        if (run.steps().size() > 1) {
            details.put(
                    "ionicEnergies",
                    String.join(
                            " ",
                            run.steps().stream()
                                    .map(each -> String.valueOf(each.energy() * Units.HARTREE))
                                    .toList()));
        }
        job.log().hashes().forEach((element, md5) -> details.put("pseudopotential." + element, "md5 " + md5));
        job.exit().ifPresent(value -> details.put("exitStatus", String.valueOf(value)));
        if (!job.log().warnings().isEmpty()) {
            details.put("warnings", String.join("; ", job.log().warnings()));
        }
        return details;
    }

    /**
     * Returns the geometry that the last energy belongs to: the given one with all its digits, if nothing moved and the input is
     * there, else what the output says.
     */
    static Optional<Structure> structure(AbinitJobDirectory job, AbinitRun run) {
        Optional<Structure> last = run.lastStep().flatMap(AbinitStep::geometry);
        if (last.isPresent()) {
            return last.map(structure -> oriented(job, structure));
        }
        Optional<Structure> printed = run.initial().map(structure -> oriented(job, structure));
        return job.given()
                .filter(given -> printed.map(other -> !differ(given, other)).orElse(false))
                .or(() -> printed);
    }

    /** Returns a geometry of the output with the handedness of the given one. */
    static Structure oriented(AbinitJobDirectory job, Structure structure) {
        boolean mirrored = job.given()
                .filter(given ->
                        given.lattice().isLeftHanded() != structure.lattice().isLeftHanded())
                .isPresent();
        return mirrored ? AbinitJobDirectory.reversed(structure) : structure;
    }

    /**
     * Returns what the output says differently at its end than before; empty where it agrees. Then one of the numbers is not what
     * ABINIT wrote.
     */
    static Optional<String> contradiction(AbinitJobDirectory job, AbinitRun run) {
        AbinitStep step = run.lastStep().orElseThrow();
        double[] energy = {step.energy()};
        int atoms = run.begun().atoms();
        double[] forces = Arrays.stream(step.forces()).map(f -> f / FORCE).toArray();
        double[] stress = Arrays.stream(step.stress().orElse(Stress.ZERO).toVoigt())
                .map(s -> s / STRESS)
                .toArray();
        AbinitEcho end = run.ended();
        try {
            if (differ(energy, end.numbers("etotal", 1), ENERGY_ROUNDING)) {
                return Optional.of("the last energy is " + step.energy() + " Hartree, etotal at the end another");
            }
            if (differ(forces, end.numbers("fcart", 3 * atoms), ROUNDING)) {
                return Optional.of("the last forces and fcart at the end differ");
            }
            if (differ(stress, end.numbers("strten", 6), ROUNDING)) {
                return Optional.of("the last stress and strten at the end differ");
            }
            Optional<Structure> structure = structure(job, run);
            Optional<Structure> last = end.structure().map(other -> oriented(job, other));
            return structure.isPresent() && last.isPresent() && differ(structure.get(), last.get())
                    ? Optional.of("the last geometry and that at the end differ")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("the variables at the end cannot be read: " + e.getMessage());
        }
    }

    private static boolean differ(double[] values, Optional<double[]> others, double rounding) {
        double[] same = others.orElse(values);
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i] - same[i]) <= rounding * Math.max(1e-2, Math.abs(values[i])))) {
                return true;
            }
        }
        return false;
    }

    // the cell's edges, and the sites up to whole cells
    private static boolean differ(Structure left, Structure right) {
        if (!left.species().equals(right.species())) {
            return true;
        }
        double[] a = left.lattice().toArray();
        double[] b = right.lattice().toArray();
        double[] p = left.fractional();
        double[] q = right.fractional();
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        for (int i = 0; i < p.length; i++) {
            double apart = p[i] - q[i];
            largest = Math.max(largest, Math.abs(apart - Math.rint(apart)));
        }
        return largest > SAME_GEOMETRY;
    }
}
