package org.polymorph.dft.vasp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Makes the result of a job that ended well. */
final class VaspResult {
    /** How far two prints of one geometry may be apart, in Å. */
    private static final double PRINTED = 5e-5;

    private static final int MOST_ENERGIES = 1000;

    private VaspResult() {}

    /** Returns the result; a stress that VASP was not asked for is NaN, and told under {@code missing}. */
    static CalculationResult of(VaspJobDirectory job) {
        VaspRun run = job.run().orElseThrow();
        VaspStep step = run.last().orElseThrow();
        Optional<Stress> stress = step.stress().filter(found -> run.integer("ISIF", 2) != 1);
        Map<String, String> details = details(job, run, step);
        if (stress.isEmpty()) {
            details.put("missing", "stress");
        }
        return new CalculationResult(
                structure(job),
                new Evaluation(step.freeEnergy(), step.forces(), stress.orElse(Stress.UNKNOWN)),
                !run.relaxes() || run.integer("NSW", 0) == 1 || relaxed(job, run),
                run.energies().size(),
                details);
    }

    private static Map<String, String> details(VaspJobDirectory job, VaspRun run, VaspStep step) {
        Map<String, String> details = new TreeMap<>(run.facts());
        details.remove("brokenXml");
        job.outcar().ifPresent(log -> log.facts().forEach(details::putIfAbsent));
        job.outcar().filter(VaspRun::whole).map(VaspRun::facts).ifPresent(facts -> {
            if (facts.containsKey("wallSeconds")) {
                details.put("wallSeconds", facts.get("wallSeconds"));
            }
        });
        details.putAll(job.facts());
        details.put("code", "VASP");
        details.put("energy", "free energy F = E − TS (TOTEN), whose derivatives are the forces and the stress");
        details.put("energyFree", String.valueOf(step.freeEnergy()));
        step.sigmaZero().ifPresent(value -> details.put("energySigmaZero", text(value)));
        step.withoutEntropy().ifPresent(value -> details.put("energyWithoutEntropy", text(value)));
        details.put("scfIterations", String.valueOf(step.scfSteps()));
        details.put("source", run.source());
        if (run.unconvergedSteps() > 0) {
            details.put("unconvergedSteps", String.valueOf(run.unconvergedSteps()));
        }
        if (run.energies().size() > 1 && run.energies().size() <= MOST_ENERGIES) {
            details.put(
                    "ionicEnergies",
                    String.join(
                            " ", run.energies().stream().map(VaspResult::text).toList()));
        }
        job.exit().ifPresent(value -> details.put("exitStatus", String.valueOf(value)));
        List<String> warnings = job.complaints();
        if (!warnings.isEmpty()) {
            details.put("warnings", String.join("; ", warnings.subList(0, Math.min(10, warnings.size()))));
        }
        return details;
    }

    private static String text(double energy) {
        return String.format(Locale.ROOT, "%.8f", energy);
    }

    /** Returns the geometry that the last energy belongs to, with the digits of the file that has most of them. */
    static Structure structure(VaspJobDirectory job) {
        VaspRun run = job.run().orElseThrow();
        Structure printed = run.last().flatMap(VaspStep::structure).orElseThrow();
        Optional<Structure> exact = run.energies().size() == 1 ? job.given() : job.relaxed();
        return exact.filter(candidate -> same(candidate, printed, PRINTED)).orElse(printed);
    }

    /** Returns whether two structures are the same, atom by atom, to a distance in Å. */
    static boolean same(Structure left, Structure right, double tolerance) {
        if (!left.species().equals(right.species())) {
            return false;
        }
        double[] a = left.lattice().toArray();
        double[] b = right.lattice().toArray();
        for (int i = 0; i < 9; i++) {
            if (Math.abs(a[i] - b[i]) > tolerance) {
                return false;
            }
        }
        double[] shift = left.fractional();
        double[] other = right.fractional();
        for (int i = 0; i < shift.length; i++) {
            shift[i] -= other[i];
            shift[i] -= Math.rint(shift[i]);
        }
        return Arrays.stream(left.lattice().toCartesian(shift)).allMatch(x -> Math.abs(x) <= tolerance);
    }

    /**
     * Returns whether a relaxation reached its accuracy: OUTCAR says so; where there is none, it ended before NSW steps, with
     * forces that fulfil a criterion for forces.
     */
    static boolean relaxed(VaspJobDirectory job, VaspRun run) {
        Optional<VaspRun> log = job.outcar().filter(VaspRun::whole);
        if (log.isPresent()) {
            return log.get().ionsConverged().orElse(false);
        }
        double criterion = run.number("EDIFFG", 0);
        boolean early = run.energies().size() < run.integer("NSW", 0);
        if (criterion >= 0 || run.facts().containsKey("selectiveDynamics")) {
            return early;
        }
        double[] forces = run.last().map(VaspStep::forces).orElse(new double[0]);
        double longest = 0;
        for (int i = 0; i + 2 < forces.length; i += 3) {
            longest = Math.max(longest, Math.hypot(Math.hypot(forces[i], forces[i + 1]), forces[i + 2]));
        }
        return early && longest <= -criterion + 1e-6;
    }
}
