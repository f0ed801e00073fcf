package org.polymorph.surrogate.calibration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Held-out errors in numbers.
 *
 * @param energy in meV/atom
 * @param forces by component, eV/Å; ranked by atoms
 * @param stress by component, eV/Å³
 */
public record HeldOutSummary(int structures, ErrorSummary energy, ErrorSummary forces, ErrorSummary stress) {
    private static final double MILLI = 1000;

    public static HeldOutSummary of(HeldOutErrors errors) {
        PredictedErrors energy = errors.energy().scaled(MILLI);
        return new HeldOutSummary(
                errors.structures(),
                ErrorSummary.of(energy, energy),
                ErrorSummary.of(errors.forces(), errors.atoms()),
                ErrorSummary.of(errors.stress(), errors.stress()));
    }

    /** Returns all finite numbers by name: {@code structures}, {@code energy}, {@code forces} and {@code stress}. */
    public Map<String, Object> numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("structures", structures);
        numbers.put("energy", energy.numbers());
        numbers.put("forces", forces.numbers());
        numbers.put("stress", stress.numbers());
        return numbers;
    }
}
