package org.polymorph.dft.espresso;

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
final class PwResult {
    /** How far the XML's energy may be from the printed one, in Ry, to be of the same run: half the last digit. */
    private static final double SAME_ENERGY = 1.5e-8;

    /** How far a force of the XML may be from the printed one, in eV/Å: rounding, and symmetrisation before printing. */
    private static final double SAME_FORCE = 1e-6;

    /** How far an edge in Å or a fractional coordinate of the XML may be from the printed one. */
    private static final double SAME_GEOMETRY = 2e-4;

    /** How far a stress of the XML may be from the printed one, in eV/Å³. */
    private static final double SAME_STRESS = 2e-6;

    private PwResult() {}

    /** Returns the result; what pw.x was not asked to print is NaN, and told under {@code missing}. */
    static CalculationResult of(PwJobDirectory job) {
        PwRun run = job.run().orElseThrow();
        PwStep step = run.lastStep().orElseThrow();
        Structure structure = structure(job, run).orElseThrow();
        Optional<double[]> forces = forces(job, run);
        Optional<Stress> stress = stress(job, run);
        double[] none = new double[3 * structure.size()];
        Arrays.fill(none, Double.NaN);
        Evaluation evaluation =
                new Evaluation(step.energy() * Units.RYDBERG, forces.orElse(none), stress.orElse(Stress.UNKNOWN));
        boolean converged = !run.relaxes() || withinCriteria(job, run);
        Map<String, String> details = details(job, run, step);
        String missing = (forces.isEmpty() ? "forces " : "") + (stress.isEmpty() ? "stress" : "");
        if (!missing.isEmpty()) {
            details.put("missing", missing.trim());
        }
        return new CalculationResult(
                structure, evaluation, converged, run.steps().size(), details);
    }

    /** Returns the geometries with forces whose self-consistent cycle converged. */
    static List<IonicStep> path(PwJobDirectory job, PwRun run) {
        Optional<Structure> given = job.input()
                .filter(input -> !input.restarts())
                .flatMap(PwGivenInput::structure)
                .or(run::initial);
        List<IonicStep> path = new ArrayList<>();
        for (PwStep step : run.steps()) {
            Optional<Structure> structure =
                    step.geometry().or(() -> given).filter(found -> step.forces().length == 3 * found.size());
            if (step.converged() && structure.isPresent()) {
                Evaluation evaluation = new Evaluation(
                        step.energy() * Units.RYDBERG,
                        step.forces(),
                        step.stress().orElse(Stress.UNKNOWN));
                path.add(new IonicStep(structure.get(), evaluation));
            }
        }
        return path;
    }

    private static Map<String, String> details(PwJobDirectory job, PwRun run, PwStep step) {
        Map<String, String> details = new TreeMap<>(run.facts());
        details.put("code", "pw.x");
        details.put("energy", "total energy as printed; with smearing the free energy F = E − TS");
        details.put("scfIterations", String.valueOf(step.iterations()));
        step.smearing().ifPresent(value -> details.put("smearingEnergy", String.valueOf(value * Units.RYDBERG)));
        if (run.criteria().flatMap(PwRun.Criteria::pressure).isPresent()) {
            residualStress(job, run).ifPresent(value -> details.put("residualStressKbar", String.valueOf(value)));
        }
        if (run.steps().size() > 1) {
            details.put(
                    "ionicEnergies",
                    String.join(
                            " ",
                            run.steps().stream()
                                    .map(each -> String.valueOf(each.energy() * Units.RYDBERG))
                                    .toList()));
        }
        job.exit().ifPresent(value -> details.put("exitStatus", String.valueOf(value)));
        if (!run.warnings().isEmpty()) {
            details.put("warnings", String.join("; ", run.warnings()));
        }
        return details;
    }

    /**
     * Returns the geometry that the last energy belongs to: the given one, if nothing moved and the input is there, else
     * what the output says, with the digits of the XML where both tell of the same run.
     */
    static Optional<Structure> structure(PwJobDirectory job, PwRun run) {
        Optional<Structure> printed = run.lastStep().flatMap(PwStep::geometry).or(run::initial);
        boolean moved = run.lastStep().flatMap(PwStep::geometry).isPresent();
        Optional<Structure> exact = moved
                ? xml(job, run).map(PwDataFile::structure)
                : job.input()
                        .filter(input -> !input.restarts())
                        .flatMap(PwGivenInput::structure)
                        .or(() -> xml(job, run).map(PwDataFile::structure));
        return exact.filter(candidate ->
                        printed.map(other -> same(candidate, other)).orElse(true))
                .or(() -> printed);
    }

    /**
     * Returns what the two outputs of one run say differently; empty where they agree or only one of them is there. Then one of
     * them is not what pw.x wrote.
     */
    static Optional<String> contradiction(PwJobDirectory job, PwRun run) {
        Optional<PwDataFile> data = job.data().filter(PwDataFile::converged);
        Optional<PwStep> last = run.lastStep();
        if (data.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        if (Math.abs(last.get().energy() - data.get().energy()) > SAME_ENERGY) {
            return Optional.of("the total energy is " + last.get().energy() + " Ry in the standard output, "
                    + data.get().energy() + " Ry in the XML");
        }
        Optional<Structure> geometry = last.get().geometry().or(run::initial);
        if (geometry.isPresent() && differ(geometry.get(), data.get().structure())) {
            return Optional.of("the geometry differs between the standard output and the XML");
        }
        double[] printed = last.get().forces();
        double[] exact = data.get().forces();
        for (int i = 0; i < printed.length && printed.length == exact.length; i++) {
            if (Math.abs(printed[i] - exact[i]) > SAME_FORCE) {
                return Optional.of("the force on atom " + (i / 3 + 1) + " is " + printed[i]
                        + " eV/Å in the standard output, " + exact[i] + " eV/Å in the XML");
            }
        }
        return last.get().stress().flatMap(stress -> data.get()
                .stress()
                .filter(other -> differ(stress, other))
                .map(other -> "the stress differs between the standard output and the XML"));
    }

    // the cell's edges, and the sites up to whole cells
    private static boolean differ(Structure left, Structure right) {
        if (!left.species().equals(right.species())) {
            return true;
        }
        double[] a = left.lattice().toArray();
        double[] b = right.lattice().toArray();
        double largest = 0;
        for (int i = 0; i < 9; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        double[] p = left.fractional();
        double[] q = right.fractional();
        for (int i = 0; i < p.length; i++) {
            double apart = p[i] - q[i];
            largest = Math.max(largest, Math.abs(apart - Math.rint(apart)));
        }
        return largest > SAME_GEOMETRY;
    }

    private static boolean differ(Stress left, Stress right) {
        double[] a = left.toVoigt();
        double[] b = right.toVoigt();
        for (int i = 0; i < 6; i++) {
            if (Math.abs(a[i] - b[i]) > SAME_STRESS) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Structure left, Structure right) {
        return left.species().equals(right.species()) && Math.abs(left.volume() / right.volume() - 1) < 1e-4;
    }

    private static Optional<PwDataFile> xml(PwJobDirectory job, PwRun run) {
        return job.data().filter(PwDataFile::converged).filter(data -> run.lastStep()
                .map(step -> Math.abs(step.energy() - data.energy()) <= SAME_ENERGY)
                .orElse(false));
    }

    static Optional<double[]> forces(PwJobDirectory job, PwRun run) {
        return run.lastStep()
                .map(PwStep::forces)
                .filter(forces -> forces.length > 0)
                .or(() -> xml(job, run).map(PwDataFile::forces).filter(forces -> forces.length > 0));
    }

    static Optional<Stress> stress(PwJobDirectory job, PwRun run) {
        return run.lastStep().flatMap(PwStep::stress).or(() -> xml(job, run).flatMap(PwDataFile::stress));
    }

    /**
     * Returns whether the last forces and stress, which for a variable cell are those on the basis of the final cell, fulfil
     * the criteria that the relaxation was given.
     */
    static boolean withinCriteria(PwJobDirectory job, PwRun run) {
        PwRun.Criteria criteria = run.criteria()
                .or(() -> job.input().flatMap(PwGivenInput::criteria))
                .orElse(new PwRun.Criteria(1e-3, Optional.of(0.5)));
        double force = forces(job, run)
                .map(values -> Arrays.stream(values).map(Math::abs).max().orElse(0))
                .orElse(0.0);
        if (force * Units.BOHR / Units.RYDBERG > criteria.force()) {
            return false;
        }
        Optional<Double> residual = residualStress(job, run);
        return criteria.pressure().isEmpty()
                || residual.isEmpty()
                || residual.get() <= criteria.pressure().get();
    }

    /**
     * Returns the largest component in kbar by which the last stress misses the target pressure; empty if there is none or
     * only a part of the cell was free.
     */
    private static Optional<Double> residualStress(PwJobDirectory job, PwRun run) {
        boolean wholeCell = job.input()
                .map(input -> input.entries().getOrDefault("cell_dofree", "all").equals("all"))
                .orElse(true);
        double target = job.input().map(PwGivenInput::pressure).orElse(0.0);
        return stress(job, run).filter(stress -> wholeCell).map(stress -> {
            double[] excess = stress.toVoigt();
            for (int i = 0; i < 6; i++) {
                excess[i] = Math.abs(-excess[i] / Units.KBAR - (i < 3 ? target : 0));
            }
            return Arrays.stream(excess).max().orElse(0);
        });
    }
}
