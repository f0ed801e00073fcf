package org.polymorph.model.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Action;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

class RemedyTableTest {
    private static final RemedyTable TABLE = new RemedyTable(List.of(
            RemedyRow.of(
                    "solver",
                    "cholesky|zhegv failed",
                    FailureKind.DIAGONALIZATION,
                    "the solver failed",
                    RemedyStep.of("the next solver", Correction.next("solver", "david", "paro", "cg"))
                            .times(2)
                            .fromLast()),
            RemedyRow.of(
                    "mixing",
                    "NOT achieved",
                    FailureKind.SCF_NOT_CONVERGED,
                    "no self-consistency",
                    RemedyStep.of("mix less", Correction.scale("beta", 0.8, 0.1, 1))
                            .times(2),
                    RemedyStep.of("more steps", Correction.scaleWhole("steps", 1.1, 30), Correction.put("mode", "TF"))),
            RemedyRow.of("contact", "too close", FailureKind.BAD_STRUCTURE, "atoms too close")
                    .rejecting(),
            RemedyRow.of(
                    "killed",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "out of time",
                    RemedyStep.of("again").fromLast().without("WAVECAR")),
            RemedyRow.of("fatal", "no such file", FailureKind.BAD_INPUT, "something is missing")
                    .advising("look for the file")));

    private final Map<String, String> inputs = new HashMap<>(Map.of("solver", "david", "beta", "0.7d0", "steps", "19"));
    private final List<Remedy> applied = new ArrayList<>();

    private Remedy next(CalculationFailure failure) {
        Remedy remedy = TABLE.next(failure, applied, key -> Optional.ofNullable(inputs.get(key)));
        if (remedy.action() == Action.RETRY) {
            applied.add(remedy);
            remedy.changes()
                    .forEach(change -> inputs.put(change.key(), change.after().orElseThrow()));
        }
        return remedy;
    }

    private static CalculationFailure failure(String text) {
        return TABLE.match(text).orElseThrow().failure(text);
    }

    private static Structure pair(double distance) {
        return Structure.of(
                Lattice.cubic(8), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, distance / 8, 0, 0});
    }

    @Test
    void finds_the_row_of_a_text_and_says_what_helps() {
        CalculationFailure failure = failure("  ZHEGV failed at k 3");
        assertThat(failure.error()).isEqualTo("solver");
        assertThat(failure.kind()).isEqualTo(FailureKind.DIAGONALIZATION);
        assertThat(failure.remedy()).isEqualTo("the next solver");
        assertThat(failure("no such file: Si.UPF").remedy()).isEqualTo("look for the file");
        assertThat(failure("atoms too close").remedy()).contains("structure is at fault");
        assertThat(TABLE.match("all is well")).isEmpty();
    }

    @Test
    void steps_follow_each_other_each_as_often_as_it_says_and_then_the_calculation_is_given_up() {
        CalculationFailure failure = failure("convergence NOT achieved");
        assertThat(next(failure).changes())
                .containsExactly(new InputChange("beta", Optional.of("0.7d0"), Optional.of("0.56")));
        assertThat(next(failure).changes())
                .containsExactly(new InputChange("beta", Optional.of("0.56"), Optional.of("0.448")));
        assertThat(next(failure).changes())
                .containsExactly(
                        new InputChange("steps", Optional.of("19"), Optional.of("21")),
                        new InputChange("mode", Optional.empty(), Optional.of("TF")));
        Remedy last = next(failure);
        assertThat(last.action()).isEqualTo(Action.GIVE_UP);
        assertThat(last.reason()).contains("used up");
        assertThat(new Attempt(applied, Optional.empty()).changes())
                .containsEntry("beta", Optional.of("0.448"))
                .containsEntry("mode", Optional.of("TF"));
    }

    @Test
    void a_step_that_changes_nothing_is_passed_over() {
        inputs.put("beta", "0.1");
        inputs.put("steps", "30");
        Remedy remedy = next(failure("convergence NOT achieved"));
        assertThat(remedy.step()).isEqualTo(1);
        assertThat(remedy.changes()).extracting(InputChange::key).containsExactly("mode");
        inputs.put("solver", "something else");
        assertThat(next(failure("cholesky")).action()).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void errors_are_counted_apart_from_each_other() {
        assertThat(next(failure("cholesky")).changes().get(0).after()).contains("paro");
        assertThat(next(failure("NOT achieved")).changes().get(0).key()).isEqualTo("beta");
        assertThat(next(failure("cholesky")).changes().get(0).after()).contains("cg");
        assertThat(next(failure("cholesky")).action()).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void a_bad_structure_is_rejected_and_nothing_else_of_no_row_is_repaired() {
        assertThat(next(failure("atoms too close")).action()).isEqualTo(Action.REJECT);
        assertThat(next(new CalculationFailure(FailureKind.BAD_STRUCTURE, "collapsed", "", ""))
                        .action())
                .isEqualTo(Action.REJECT);
        assertThat(next(new CalculationFailure(FailureKind.OTHER, "?", "", "")).action())
                .isEqualTo(Action.GIVE_UP);
        assertThat(next(failure("no such file")).action()).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void what_only_the_scheduler_knew_belongs_to_the_row_of_its_kind() {
        Remedy remedy = next(new CalculationFailure(FailureKind.OUT_OF_WALLTIME, "the job's time was up", "", "")
                .after(Optional.of(pair(2.4))));
        assertThat(remedy.error()).isEqualTo("killed");
        assertThat(remedy.start()).isEqualTo(Start.LAST);
        assertThat(remedy.dropped()).containsExactly("WAVECAR");
    }

    @Test
    void the_last_geometry_is_begun_with_only_where_it_is_sound() {
        CalculationFailure failure = failure("cholesky");
        assertThat(next(failure.after(Optional.of(pair(0.4)))).start()).isEqualTo(Start.GIVEN);
        assertThat(next(failure.after(Optional.of(pair(2.4)))).start()).isEqualTo(Start.LAST);
        applied.clear();
        inputs.put("solver", "david");
        assertThat(next(failure).start()).isEqualTo(Start.GIVEN);
    }

    @Test
    void refuses_two_rows_of_one_name_and_unknown_names() {
        RemedyRow row = TABLE.row("solver");
        assertThatThrownBy(() -> new RemedyTable(List.of(row, row)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("solver");
        assertThatThrownBy(() -> TABLE.row("solvr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mixing");
    }
}
