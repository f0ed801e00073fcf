package org.polymorph.model.remedy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Action;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.CloseContacts;

/**
 * The known failures of one code and what helps against each. For a failure the first step of its row that has not been tried
 * often enough, and that changes something, is the next remedy. Immutable.
 */
public final class RemedyTable {
    private final Map<String, RemedyRow> rows = new LinkedHashMap<>();

    /**
     * Makes a table; the order is that in which texts are searched.
     *
     * @throws IllegalArgumentException if two rows have one name
     */
    public RemedyTable(List<RemedyRow> rows) {
        for (RemedyRow row : rows) {
            if (this.rows.put(row.id(), row) != null) {
                throw new IllegalArgumentException("two rows of the table are named \"" + row.id() + "\"");
            }
        }
    }

    /** Returns the rows in their order. */
    public List<RemedyRow> rows() {
        return List.copyOf(rows.values());
    }

    /**
     * Returns a row.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public RemedyRow row(String id) {
        RemedyRow row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException(
                    "expected one of the rows " + String.join(", ", rows.keySet()) + ", found \"" + id + "\"");
        }
        return row;
    }

    /** Returns the first row whose sign a text shows. */
    public Optional<RemedyRow> match(String text) {
        return rows.values().stream().filter(row -> row.in(text)).findFirst();
    }

    /** Returns the failure of the first row that a line of a text shows, with that line. */
    public Optional<CalculationFailure> firstIn(List<String> lines) {
        for (RemedyRow row : rows.values()) {
            for (String line : lines) {
                if (row.in(line)) {
                    return Optional.of(row.failure(line.trim()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what follows a failure. A failure that names no row, such as one that the scheduler told of, belongs to the first
     * row of its kind that has no sign; where there is none either, it is judged by its kind.
     *
     * @param applied remedies of the attempts so far
     * @param inputs the value in force of an entry, the program's own default where nothing is set
     */
    public Remedy next(CalculationFailure failure, List<Remedy> applied, Function<String, Optional<String>> inputs) {
        Optional<RemedyRow> found = rowOf(failure);
        if (found.isEmpty()) {
            return Remedy.ofKind(failure);
        }
        RemedyRow row = found.get();
        for (int i = 0; i < row.steps().size(); i++) {
            RemedyStep step = row.steps().get(i);
            if (tried(applied, row.id(), i) < step.times()) {
                List<InputChange> changes = changes(step, inputs);
                if (!changes.isEmpty() || step.corrections().isEmpty()) {
                    return retry(row, i, changes, failure);
                }
            }
        }
        String reason = row.steps().isEmpty() ? failure.detail() : failure.detail() + "; its repairs are used up";
        return row.afterwards() == Action.REJECT ? Remedy.reject(row.id(), reason) : Remedy.giveUp(row.id(), reason);
    }

    private Optional<RemedyRow> rowOf(CalculationFailure failure) {
        return Optional.ofNullable(rows.get(failure.error())).or(() -> rows.values().stream()
                .filter(row -> row.sign().isEmpty() && row.kind() == failure.kind())
                .findFirst());
    }

    private static long tried(List<Remedy> applied, String row, int step) {
        return applied.stream()
                .filter(remedy -> remedy.error().equals(row) && remedy.step() == step)
                .count();
    }

    private static List<InputChange> changes(RemedyStep step, Function<String, Optional<String>> inputs) {
        List<InputChange> changes = new ArrayList<>();
        for (Correction correction : step.corrections()) {
            correction.change(inputs.apply(correction.key())).ifPresent(changes::add);
        }
        return changes;
    }

    private static Remedy retry(RemedyRow row, int index, List<InputChange> changes, CalculationFailure failure) {
        RemedyStep step = row.steps().get(index);
        boolean sound = failure.geometry()
                .filter(structure -> CloseContacts.in(structure).isEmpty())
                .isPresent();
        Start start = sound ? step.start() : Start.GIVEN;
        return new Remedy(row.id(), index, Action.RETRY, step.says(), changes, start, step.restart(), step.dropped());
    }
}
