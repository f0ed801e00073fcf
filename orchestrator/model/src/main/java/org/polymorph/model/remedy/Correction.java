package org.polymorph.model.remedy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.calculation.InputChange;

/** How one entry of an input is changed, given the value in force. Values are texts in the code's own notation. */
public sealed interface Correction {

    /** Returns the name of the entry. */
    String key();

    /**
     * Returns the change; empty where it does not apply, because the entry has that value already or is at its bound.
     *
     * @param current the value in force, the program's own default where nothing is set; empty if there is none
     */
    Optional<InputChange> change(Optional<String> current);

    /** Gives an entry a value. */
    record Put(String key, String value) implements Correction {
        @Override
        public Optional<InputChange> change(Optional<String> current) {
            return current.filter(value::equalsIgnoreCase).isPresent()
                    ? Optional.empty()
                    : Optional.of(new InputChange(key, current, Optional.of(value)));
        }
    }

    /** Takes an entry out. */
    record Remove(String key) implements Correction {
        @Override
        public Optional<InputChange> change(Optional<String> current) {
            return current.map(value -> new InputChange(key, current, Optional.empty()));
        }
    }

    /** Takes the value that follows the present one on a ladder, such as david → paro → cg; upper and lower case are the same. */
    record Next(String key, List<String> ladder) implements Correction {
        public Next {
            ladder = List.copyOf(ladder);
        }

        @Override
        public Optional<InputChange> change(Optional<String> current) {
            for (int i = 0; i + 1 < ladder.size(); i++) {
                if (current.filter(ladder.get(i)::equalsIgnoreCase).isPresent()) {
                    return Optional.of(new InputChange(key, current, Optional.of(ladder.get(i + 1))));
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Multiplies a number, and then adds to it, within bounds.
     *
     * @param whole whether the entry holds whole numbers; the new value is then rounded away from the present one
     */
    record Scale(String key, double factor, double offset, double least, double most, boolean whole)
            implements Correction {
        private static final MathContext DIGITS = new MathContext(10);

        @Override
        public Optional<InputChange> change(Optional<String> current) {
            if (current.isEmpty()) {
                return Optional.empty();
            }
            double before;
            try {
                before = Double.parseDouble(current.get().trim().replaceAll("[dD]", "e"));
            } catch (NumberFormatException e) {
                return Optional.empty(); // a word in the place of a number is not ours to change
            }
            double after = Math.min(most, Math.max(least, before * factor + offset));
            if (whole) {
                after = after > before ? Math.ceil(after - 1e-9) : Math.floor(after + 1e-9);
            }
            boolean away = factor * before + offset > before ? after > before : after < before;
            return away ? Optional.of(new InputChange(key, current, Optional.of(text(after)))) : Optional.empty();
        }

        private static String text(double value) {
            return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
        }
    }

    /** Returns a correction that gives an entry a value. */
    static Correction put(String key, String value) {
        return new Put(key, value);
    }

    /** Returns a correction that takes an entry out. */
    static Correction remove(String key) {
        return new Remove(key);
    }

    /** Returns a correction that goes on to the next of several values. */
    static Correction next(String key, String... ladder) {
        return new Next(key, List.of(ladder));
    }

    /** Returns a correction that multiplies a number, bounded below and above. */
    static Correction scale(String key, double factor, double least, double most) {
        return new Scale(key, factor, 0, least, most, false);
    }

    /** Returns a correction that multiplies a whole number, bounded above. */
    static Correction scaleWhole(String key, double factor, int most) {
        return new Scale(key, factor, 0, 0, most, true);
    }

    /** Returns a correction that adds to a number, bounded above. */
    static Correction add(String key, double amount, double most) {
        return new Scale(key, 1, amount, Double.NEGATIVE_INFINITY, most, false);
    }
}
