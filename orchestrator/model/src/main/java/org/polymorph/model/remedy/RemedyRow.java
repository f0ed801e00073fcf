package org.polymorph.model.remedy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy.Action;

/**
 * One way in which a code is known to fail: how its text is recognised, what it means, what helps and what comes last.
 *
 * @param id short name, stable, such as {@code scf}
 * @param sign searched in the code's text; empty where the parser finds the failure by other means
 * @param detail what happened, in words
 * @param steps tried in this order, each as often as it says; none where nothing helps
 * @param afterwards what follows when the steps are used up: {@code REJECT} or {@code GIVE_UP}
 * @param advice for people, where there is no step; else empty
 */
public record RemedyRow(
        String id,
        Optional<Pattern> sign,
        FailureKind kind,
        String detail,
        List<RemedyStep> steps,
        Action afterwards,
        String advice) {
    public RemedyRow {
        if (!id.matches("[a-z][a-z0-9_-]*")) {
            throw new IllegalArgumentException("expected a short name in lower case, found \"" + id + "\"");
        }
        if (afterwards == Action.RETRY) {
            throw new IllegalArgumentException(id + ": expected REJECT or GIVE_UP after the last step, found RETRY");
        }
        steps = List.copyOf(steps);
    }

    /** A row whose failures are given up after its steps. */
    public static RemedyRow of(String id, String regex, FailureKind kind, String detail, RemedyStep... steps) {
        return new RemedyRow(
                id,
                regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex, Pattern.CASE_INSENSITIVE)),
                kind,
                detail,
                List.of(steps),
                Action.GIVE_UP,
                "");
    }

    /** Returns the same row, its candidates rejected after its steps. */
    public RemedyRow rejecting() {
        return new RemedyRow(id, sign, kind, detail, steps, Action.REJECT, advice);
    }

    /** Returns the same row with advice for people. */
    public RemedyRow advising(String words) {
        return new RemedyRow(id, sign, kind, detail, steps, afterwards, words);
    }

    /** Returns whether a text shows this failure. */
    public boolean in(String text) {
        return sign.isPresent() && sign.get().matcher(text).find();
    }

    /** Returns the failure that this row stands for. */
    public CalculationFailure failure(String evidence) {
        String helps = !advice.isEmpty()
                ? advice
                : steps.isEmpty()
                        ? afterwards == Action.REJECT ? "none: the structure is at fault" : ""
                        : steps.get(0).says();
        return new CalculationFailure(kind, detail, evidence, helps, id, Optional.empty());
    }
}
