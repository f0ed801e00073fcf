package org.polymorph.surrogate.calibration;

import java.util.Locale;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;

/**
 * Turns the spread of a committee or ensemble into standard deviations that labels really have. Immutable.
 *
 * @param energy by the energy an atom, eV
 * @param force by the components of forces, eV/Å
 * @param stress by the components of stresses, eV/Å³
 */
public record Calibration(Scale energy, Scale force, Scale stress) {
    /** The spread as it is. */
    public static final Calibration NONE = new Calibration(Scale.NONE, Scale.NONE, Scale.NONE);

    private static final int KINDS = 3;

    /** Fits to predictions of held-out labels, whose deviations are the spread as it is. */
    public static Calibration fit(HeldOutErrors spreads) {
        return new Calibration(Scale.fit(spreads.energy()), Scale.fit(spreads.forces()), Scale.fit(spreads.stress()));
    }

    /** Returns a prediction whose deviations are the spread as it is with calibrated ones. */
    public Prediction apply(Prediction spread) {
        int atoms = spread.mean().size();
        double[] forces = spread.forceStd();
        for (int i = 0; i < atoms; i++) {
            forces[i] = Math.sqrt(3) * force.of(forces[i] / Math.sqrt(3));
        }
        double[] components = spread.stressStd().toVoigt();
        for (int v = 0; v < components.length; v++) {
            components[v] = stress.of(components[v]);
        }
        return new Prediction(
                spread.mean(), atoms * energy.of(spread.energyStd() / atoms), forces, Stress.ofVoigt(components));
    }

    /** Returns the part of the deviations that is the same everywhere. */
    public DeviationFloor floor() {
        return new DeviationFloor(energy.floor(), Math.sqrt(3) * force.floor(), stress.floor());
    }

    /** Returns the three factors, then the three floors, as files of models hold them. */
    public double[] toArray() {
        return new double[] {
            energy.factor(), force.factor(), stress.factor(), energy.floor(), force.floor(), stress.floor()
        };
    }

    /**
     * Reads what {@link #toArray} gives, or three factors alone.
     *
     * @throws IllegalArgumentException if there are not three or six numbers
     */
    public static Calibration of(double[] numbers) {
        if (numbers.length != KINDS && numbers.length != 2 * KINDS) {
            throw new IllegalArgumentException("expected a calibration of 3 or 6 numbers, found " + numbers.length);
        }
        Scale[] scales = new Scale[KINDS];
        for (int k = 0; k < KINDS; k++) {
            scales[k] = new Scale(numbers[k], numbers.length == KINDS ? 0 : numbers[KINDS + k]);
        }
        return new Calibration(scales[0], scales[1], scales[2]);
    }

    /** Returns factors and floors for a person. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "energy %.2f·s ⊕ %.1f meV/atom, force %.2f·s ⊕ %.3f eV/Å, stress %.2f·s ⊕ %.5f eV/Å³",
                energy.factor(),
                1000 * energy.floor(),
                force.factor(),
                force.floor(),
                stress.factor(),
                stress.floor());
    }
}
