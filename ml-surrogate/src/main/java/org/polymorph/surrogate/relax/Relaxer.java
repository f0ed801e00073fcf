package org.polymorph.surrogate.relax;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.VerletLists;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;

/**
 * Relaxes one structure: positions and cell together, at an external pressure. Whatever happens is an outcome, never an
 * exception. With a {@link SurrogateModel} each frame's own uncertainty is tested before the frame is accepted.
 * Deterministic; each call stands alone, so that any number of threads may relax at a time.
 */
public final class Relaxer {
    private final Calculator calculator;
    private final RelaxSettings settings;
    private final double pressure;
    private final VerletLists neighbors = new VerletLists();
    private final Trust trust;
    private final FrameGuard guard;
    private final Minimizer minimizer;
    private CellCoordinates coordinates;
    private Frame kept;
    private int evaluations;
    private int accepted;
    private int withoutLower;

    private record Frame(
            Structure structure, Evaluation evaluation, double enthalpy, Optional<Prediction> prediction) {}

    private Relaxer(Structure start, Calculator calculator, RelaxSettings settings, double pressure) {
        this.calculator = calculator;
        this.settings = settings;
        this.pressure = pressure;
        DeviationFloor floor =
                calculator instanceof SurrogateModel model ? model.deviationFloor() : DeviationFloor.NONE;
        this.trust = new Trust(settings, pressure, floor);
        this.guard = new FrameGuard(start);
        this.minimizer = switch (settings.optimizer()) {
            case LBFGS -> new Lbfgs(settings.maxStep());
            case FIRE -> new Fire(settings.maxStep());
        };
        this.coordinates = new CellCoordinates(start, pressure, settings.fixedCell());
        this.kept = new Frame(start, unknown(start.size()), Double.NaN, Optional.empty());
    }

    /**
     * Relaxes a structure. Cell vectors may be re-chosen on the way if the cell becomes too skewed; atoms keep their order.
     *
     * @param pressure external pressure in eV/Å³, positive compresses; it has no effect with a fixed cell
     * @throws IllegalArgumentException if the calculator does not know an element, or the pressure is not finite
     * @throws CancellationException if the thread is interrupted, whose flag stays set
     */
    public static Relaxation relax(Structure start, Calculator calculator, RelaxSettings settings, double pressure) {
        return relax(start, calculator, settings, pressure, () -> false).orElseThrow();
    }

    /** Relaxes a structure; empty if it is told, between two steps, that it is over. */
    static Optional<Relaxation> relax(
            Structure start, Calculator calculator, RelaxSettings settings, double pressure, BooleanSupplier over) {
        if (!Double.isFinite(pressure)) {
            throw new IllegalArgumentException("a pressure must be a finite number, found " + pressure);
        }
        Relaxer relaxer = new Relaxer(start, calculator, settings, pressure);
        Optional<Relaxation> ended = relaxer.begin();
        while (ended.isEmpty() && !over.getAsBoolean()) {
            ended = relaxer.step();
        }
        return ended;
    }

    private Optional<Relaxation> begin() {
        Optional<FrameGuard.Refusal> refusal = guard.geometry(kept.structure());
        if (refusal.isPresent()) {
            return Optional.of(end(refusal.get().outcome(), refusal.get().reason()));
        }
        kept = evaluate(kept.structure());
        if (!kept.evaluation().isFinite()) {
            return Optional.of(
                    end(RelaxOutcome.NOT_FINITE, "the calculator's answer for the first frame is not finite"));
        }
        Optional<String> doubt = doubt(kept);
        if (doubt.isPresent()) {
            return Optional.of(end(RelaxOutcome.UNCERTAIN, doubt.get()));
        }
        guard.energy(
                kept.evaluation().energy() / kept.structure().size(),
                kept.evaluation().maxForce());
        if (isMinimum(kept.evaluation())) {
            return Optional.of(end(RelaxOutcome.CONVERGED, "already a minimum"));
        }
        beginAt(kept);
        return Optional.empty();
    }

    private Optional<Relaxation> step() {
        if (evaluations > settings.steps()) {
            return Optional.of(end(RelaxOutcome.STEPS, "not converged after " + settings.steps() + " steps"));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        double[] trial = minimizer.propose();
        if (!Double.isFinite(Minimizer.dot(trial, trial))) {
            return Optional.of(end(RelaxOutcome.NOT_FINITE, "the forces are too large to go on"));
        }
        Structure structure = coordinates.structure(trial);
        Optional<FrameGuard.Refusal> refusal = guard.geometry(structure);
        if (refusal.isPresent()) {
            return Optional.of(end(refusal.get().outcome(), refusal.get().reason()));
        }
        Frame frame = evaluate(structure);
        if (!frame.evaluation().isFinite()) {
            return Optional.of(
                    end(RelaxOutcome.NOT_FINITE, "the calculator's answer is not finite in step " + (evaluations - 1)));
        }
        double[] gradient = coordinates.gradient(trial, structure, frame.evaluation());
        if (!minimizer.tell(frame.enthalpy(), gradient)) {
            return impatient();
        }
        Optional<String> doubt = doubt(frame);
        if (doubt.isPresent()) {
            return Optional.of(end(RelaxOutcome.UNCERTAIN, doubt.get()));
        }
        refusal = guard.energy(
                frame.evaluation().energy() / structure.size(),
                frame.evaluation().maxForce());
        if (refusal.isPresent()) {
            return Optional.of(end(refusal.get().outcome(), refusal.get().reason()));
        }
        return accept(frame);
    }

    private Optional<Relaxation> accept(Frame frame) {
        accepted++;
        boolean minimum = isMinimum(frame.evaluation());
        boolean lower = frame.enthalpy() < kept.enthalpy();
        if (lower || minimum) {
            kept = frame;
        }
        if (minimum) {
            return Optional.of(end(RelaxOutcome.CONVERGED, "forces and stress are below their limits"));
        }
        if (!settings.fixedCell()) {
            Optional<Structure> compact = CellReduction.ofSkewed(frame.structure());
            if (compact.isPresent()) {
                rebase(compact.get(), frame, lower);
            }
        }
        if (lower) {
            withoutLower = 0;
            return Optional.empty();
        }
        return impatient();
    }

    private Optional<String> doubt(Frame frame) {
        return frame.prediction().flatMap(prediction -> trust.doubt(frame.structure(), prediction));
    }

    // The crystal is the same, so its energy, forces and stress are: nothing is evaluated anew.
    private void rebase(Structure compact, Frame frame, boolean isKept) {
        Frame same = new Frame(compact, frame.evaluation(), frame.enthalpy(), frame.prediction());
        if (isKept) {
            kept = same;
        }
        beginAt(same);
    }

    private void beginAt(Frame frame) {
        coordinates = new CellCoordinates(frame.structure(), pressure, settings.fixedCell());
        double[] x = coordinates.start();
        minimizer.start(x, frame.enthalpy(), coordinates.gradient(x, frame.structure(), frame.evaluation()));
    }

    private Optional<Relaxation> impatient() {
        withoutLower++;
        if (withoutLower < settings.patience()) {
            return Optional.empty();
        }
        return Optional.of(end(RelaxOutcome.PATIENCE, "the enthalpy did not fall for " + withoutLower + " steps"));
    }

    private Frame evaluate(Structure structure) {
        evaluations++;
        if (calculator instanceof SurrogateModel model) {
            Prediction prediction = model.predict(structure, neighbors);
            Evaluation mean = prediction.mean();
            return new Frame(structure, mean, coordinates.enthalpy(structure, mean), Optional.of(prediction));
        }
        Evaluation evaluation = calculator.evaluate(structure, neighbors);
        return new Frame(structure, evaluation, coordinates.enthalpy(structure, evaluation), Optional.empty());
    }

    private boolean isMinimum(Evaluation evaluation) {
        return evaluation.maxForce() <= settings.fmax()
                && (settings.fixedCell() || Trust.excess(evaluation.stress(), pressure) <= settings.stressMax());
    }

    private static Evaluation unknown(int atoms) {
        double[] forces = new double[3 * atoms];
        Arrays.fill(forces, Double.NaN);
        return new Evaluation(Double.NaN, forces, Stress.ZERO);
    }

    private Relaxation end(RelaxOutcome outcome, String reason) {
        return new Relaxation(
                kept.structure(), kept.evaluation(), outcome, accepted, evaluations, kept.prediction(), reason);
    }
}
