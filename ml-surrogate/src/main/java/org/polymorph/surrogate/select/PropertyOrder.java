package org.polymorph.surrogate.select;

import java.util.Locale;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;

/**
 * Which of two crystals is the better one by a model of one property. Of the property {@code energy}, in eV an atom, the
 * lowest is, with p·V added under pressure; of any other the lowest or the highest, as it is asked for. Thread-safe.
 */
public record PropertyOrder(PropertyModel model, boolean maximize) {
    /** The property that is an energy per atom. */
    public static final String ENERGY = "energy";

    /**
     * Makes an order.
     *
     * @throws IllegalArgumentException if the highest energy is asked for
     */
    public PropertyOrder {
        if (maximize && model.property().equals(ENERGY)) {
            throw new IllegalArgumentException(
                    "expected maximize: false for a model of the property energy, of which the lowest is looked for");
        }
    }

    /**
     * What is thought of a crystal.
     *
     * @param value the lower the better; NaN where there is none
     * @param problem why there is none; empty if there is one
     */
    public record Judgement(double value, String problem) {
        boolean isKnown() {
            return problem.isEmpty();
        }
    }

    /** Returns whether what is estimated is an energy, and the value of a judgement an enthalpy per atom. */
    public boolean isOfEnergy() {
        return model.property().equals(ENERGY);
    }

    /**
     * Judges a crystal.
     *
     * @param pressure eV/Å³
     */
    public Judgement judge(Structure structure, double pressure) {
        PropertyEstimate estimate;
        try {
            estimate = model.predict(structure);
        } catch (IllegalArgumentException e) { // two atoms at one place, or an element that it does not know
            return new Judgement(Double.NaN, String.valueOf(e.getMessage()));
        }
        double value = estimate.value() + (isOfEnergy() ? pressure * structure.volume() / structure.size() : 0);
        return Double.isFinite(value)
                ? new Judgement(maximize ? -value : value, "")
                : new Judgement(Double.NaN, "expected a finite " + model.property() + ", found " + value);
    }

    /** Returns what the value of a judgement stands for, in words. */
    String text(Judgement judgement) {
        if (!judgement.isKnown()) {
            return "no estimate: " + judgement.problem();
        }
        double value = maximize ? -judgement.value() : judgement.value();
        return isOfEnergy()
                ? String.format(Locale.ROOT, "%.3f eV/atom", value)
                : String.format(Locale.ROOT, "%s %.4g", model.property(), value);
    }
}
