package org.polymorph.engine.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.campaign.CampaignMachine.Transition;

class CampaignMachineTest {
    private static final CampaignMachine MACHINE = new CampaignMachine("si8", 3, 30, 2, 4);

    private CampaignState state = CampaignState.initial();
    private List<Command> commands = List.of();

    private void tell(CampaignEvent event) {
        Transition next = MACHINE.apply(state, event);
        state = next.state();
        commands = next.commands();
    }

    private void toTraining(int labels, int failed) {
        tell(new CampaignEvent.Started());
        tell(new CampaignEvent.PoolGenerated(10));
        tell(new CampaignEvent.Selected(0, 10));
        tell(new CampaignEvent.LabelsSettled(0, labels, failed));
    }

    private void toClustering() {
        toTraining(10, 0);
        tell(new CampaignEvent.Trained(0));
        for (int part = 0; part < 3; part++) {
            tell(new CampaignEvent.PartRelaxed(0, part));
        }
    }

    @Test
    void begins_by_generating_the_pool() {
        tell(new CampaignEvent.Started());

        assertThat(commands).containsExactly(new Command("si8", CommandKind.GENERATE, 0, 0));
        assertThat(commands.get(0).id()).isEqualTo("si8/generate/0/0");
    }

    @Test
    void waits_for_calculations_without_a_command() {
        tell(new CampaignEvent.Started());
        tell(new CampaignEvent.PoolGenerated(10));
        tell(new CampaignEvent.Selected(0, 5));

        assertThat(state.phase()).isEqualTo(Phase.LABELLING);
        assertThat(commands).isEmpty();
    }

    @Test
    void relaxes_the_pool_in_parts_and_clusters_after_the_last() {
        toTraining(10, 0);
        tell(new CampaignEvent.Trained(0));

        assertThat(commands).extracting(Command::part).containsExactly(0, 1, 2);
        tell(new CampaignEvent.PartRelaxed(0, 2));
        tell(new CampaignEvent.PartRelaxed(0, 0));
        assertThat(commands).isEmpty();
        tell(new CampaignEvent.PartRelaxed(0, 1));
        assertThat(commands).extracting(Command::kind).containsExactly(CommandKind.CLUSTER);
    }

    @Test
    void a_pool_that_grows_is_added_to_before_it_is_relaxed_from_the_second_round_on() {
        CampaignMachine growing = new CampaignMachine("si8", 3, 30, 2, 4, true, false);
        CampaignState trained = CampaignState.initial().withCandidates(10).in(Phase.TRAINING);
        assertThat(growing.apply(trained, new CampaignEvent.Trained(0)).commands())
                .extracting(Command::kind)
                .containsOnly(CommandKind.RELAX);

        Transition proposing = growing.apply(trained.inRound(1), new CampaignEvent.Trained(1));
        assertThat(proposing.commands()).containsExactly(new Command("si8", CommandKind.PROPOSE, 1, 0));
        Transition relaxing = growing.apply(proposing.state(), new CampaignEvent.PoolGrown(1, 13));
        assertThat(relaxing.state().candidates()).isEqualTo(13);
        assertThat(relaxing.commands()).hasSize(4).extracting(Command::kind).containsOnly(CommandKind.RELAX);
    }

    @Test
    void a_pool_that_is_filtered_by_what_its_labels_teach_is_so_before_its_first_relaxation() {
        CampaignMachine filtering = new CampaignMachine("si8", 3, 30, 2, 4, false, true);
        CampaignState trained = CampaignState.initial().withCandidates(10).in(Phase.TRAINING);
        Transition proposing = filtering.apply(trained, new CampaignEvent.Trained(0));
        assertThat(proposing.commands()).containsExactly(new Command("si8", CommandKind.PROPOSE, 0, 0));
        assertThat(filtering
                        .apply(proposing.state(), new CampaignEvent.PoolGrown(0, 5))
                        .commands())
                .hasSize(2)
                .extracting(Command::kind)
                .containsOnly(CommandKind.RELAX);
        assertThat(filtering
                        .apply(trained.inRound(1), new CampaignEvent.Trained(1))
                        .commands())
                .extracting(Command::kind)
                .containsOnly(CommandKind.RELAX);
    }

    @Test
    void goes_on_with_another_round_while_the_rule_does_not_hold() {
        toClustering();
        tell(new CampaignEvent.Clustered(0, false, Optional.empty(), 0));

        assertThat(state.round()).isEqualTo(1);
        assertThat(commands).containsExactly(new Command("si8", CommandKind.SELECT, 1, 0));
    }

    @Test
    void finishes_when_the_rule_holds() {
        toClustering();
        tell(new CampaignEvent.Clustered(0, true, Optional.empty(), 0));
        assertThat(state.phase()).isEqualTo(Phase.FINISHING);
        assertThat(state.exit()).isEqualTo(ExitReason.CONVERGED);

        tell(new CampaignEvent.FinalsSettled(3));
        assertThat(commands).extracting(Command::kind).containsExactly(CommandKind.RANK);
        tell(new CampaignEvent.Ranked(3));
        assertThat(state.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void every_budget_ends_the_search_with_a_reason_of_its_own() {
        toClustering();
        assertThat(MACHINE.apply(state, new CampaignEvent.Clustered(0, false, Optional.of(ExitReason.WALLTIME), 0))
                        .state()
                        .exit())
                .isEqualTo(ExitReason.WALLTIME);
        CampaignState spent = state.withLabels(25, 5);
        assertThat(MACHINE.apply(spent, new CampaignEvent.Clustered(0, false, Optional.empty(), 0))
                        .state()
                        .exit())
                .isEqualTo(ExitReason.LABELS);
        CampaignState waiting = state.withLabels(20, 5);
        assertThat(MACHINE.apply(waiting, new CampaignEvent.Clustered(0, false, Optional.empty(), 5))
                        .state()
                        .exit())
                .isEqualTo(ExitReason.LABELS);
        CampaignState last = state.inRound(2);
        assertThat(MACHINE.apply(last, new CampaignEvent.Clustered(2, false, Optional.empty(), 0))
                        .state()
                        .exit())
                .isEqualTo(ExitReason.ROUNDS);
        assertThat(List.of(ExitReason.WALLTIME, ExitReason.LABELS, ExitReason.ROUNDS))
                .allMatch(reason -> reason.exitCode() == 3);
    }

    @Test
    void a_search_with_nothing_left_to_choose_is_done() {
        toClustering();
        tell(new CampaignEvent.Clustered(0, false, Optional.empty(), 0));
        tell(new CampaignEvent.Selected(1, 0));

        assertThat(state.phase()).isEqualTo(Phase.FINISHING);
        assertThat(state.exit()).isEqualTo(ExitReason.EXHAUSTED);
        assertThat(ExitReason.EXHAUSTED.exitCode()).isZero();
    }

    @Test
    void too_few_labels_end_the_campaign_as_failed() {
        toTraining(1, 9);

        assertThat(state.phase()).isEqualTo(Phase.DONE);
        assertThat(state.exit()).isEqualTo(ExitReason.NO_LABELS);
    }

    @Test
    void no_final_relaxation_that_succeeded_is_a_failure() {
        toClustering();
        tell(new CampaignEvent.Clustered(0, true, Optional.empty(), 0));
        tell(new CampaignEvent.FinalsSettled(0));

        assertThat(state.phase()).isEqualTo(Phase.DONE);
        assertThat(state.exit()).isEqualTo(ExitReason.NO_RESULT);
    }

    @Test
    void an_event_of_another_phase_or_round_is_refused() {
        assertThatThrownBy(() -> tell(new CampaignEvent.Trained(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GENERATING");
        toTraining(10, 0);
        assertThatThrownBy(() -> tell(new CampaignEvent.Trained(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("round 0");
    }
}
