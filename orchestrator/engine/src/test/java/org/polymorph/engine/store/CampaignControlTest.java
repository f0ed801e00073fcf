package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.CampaignControl.NoSuchCampaignException;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;

@ParameterizedClass
@EnumSource(Store.class)
class CampaignControlTest {
    private static final Structure SILICON = Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]);

    @TempDir
    private Path directory;

    @Parameter
    private Store store = Store.SQLITE;

    private final Hands hands = new Hands();
    private Database database;
    private CampaignControl control;

    @BeforeEach
    void open() {
        database = store.open(directory);
        control = new CampaignControl(database, hands);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Submission submission(String name, String key, Object seed) {
        return new Submission(
                name,
                Map.of("campaign", name, "seed", seed),
                "/base",
                Optional.of(key).filter(k -> !k.isEmpty()));
    }

    // two labels a round, each a job of four cores
    private CampaignBook begun(String name, double coreHours) {
        control.submit(submission(name, "", 1));
        CampaignRules rules = new CampaignRules(
                new CampaignMachine(name, 5, 100, 2, 100),
                1,
                1,
                "static",
                List.of("relax"),
                1,
                Duration.ofHours(1000),
                coreHours,
                "hpc1",
                4,
                RetryBudgets.DEFAULT,
                0);
        CampaignBook book = new CampaignBook(rules, database, DataDirectory.objects(directory), hands);
        book.start(Map.of());
        book.completeGenerate(
                book.pendingCommands().get(0),
                List.of(new Proposal(SILICON, "random"), new Proposal(SILICON, "random")));
        book.completeSelect(
                book.pendingCommands().get(0), List.of(new Choice("c0000", SILICON), new Choice("c0001", SILICON)));
        return book;
    }

    private static JobSnapshot snapshot(JobRow job, JobState state) {
        return new JobSnapshot(job.token(), state, "1", "", OptionalInt.of(0));
    }

    private void finishRound(CampaignBook book) {
        finishRound(book, false);
    }

    private void finishRound(CampaignBook book, boolean held) {
        for (JobRow job : book.openJobs()) {
            book.collectJob(
                    snapshot(job, JobState.COMPLETED),
                    List.of(new CalculationResult(
                            SILICON, new Evaluation(-1, new double[3], Stress.ZERO), true, 1, Map.of())));
        }
        book.completeTrain(
                book.pendingCommands().get(0), file -> java.nio.file.Files.writeString(file, "m"), Map.of(), Map.of());
        book.completeRelax(
                book.pendingCommands().get(0),
                book.reader().frames(-1).stream()
                        .map(f -> new CandidateFrame(
                                f.candidate(), 0, SILICON, -1, 0, 0, 0, "converged", 1, Optional.empty()))
                        .toList());
        book.completeCluster(
                book.pendingCommands().get(0),
                new ClusterReport(Map.of(), List.of(new ClusterRow(1, "k", "c0000", -1, 2)), held, false, "no"));
    }

    @Test
    void a_rule_that_holds_without_a_stop_is_counted_until_it_does_not() {
        CampaignBook book = begun("a", 1e9);
        assertThat(book.reader().heldBefore(0)).isZero();

        finishRound(book, true);

        assertThat(control.campaign("a").state().exit()).isNull();
        assertThat(book.reader().heldBefore(1)).isOne();
        assertThat(book.reader().heldBefore(0)).isZero();
        CampaignBook other = begun("b", 1e9);
        finishRound(other);
        assertThat(other.reader().heldBefore(1)).isZero();
    }

    @Test
    void a_campaign_submitted_twice_under_a_key_is_one() {
        assertThat(control.submit(submission("a", "key", 1))).isTrue();
        assertThat(control.submit(submission("a", "key", 1))).isFalse();
        assertThatThrownBy(() -> control.submit(submission("a", "key", 2)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> control.submit(submission("a", "", 1)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("campaign a already");
        assertThat(control.submit(submission("b", "", 1))).isTrue();
        assertThat(control.count()).isEqualTo(2);
        assertThat(control.unfinished()).extracting(StoredCampaign::id).containsExactly("a", "b");
    }

    @Test
    void a_stop_ends_the_search_with_its_round() {
        CampaignBook book = begun("a", 1e9);
        control.stop("a");
        assertThat(book.wish()).isEqualTo(Wish.STOP);
        assertThatThrownBy(() -> control.pause("a")).isInstanceOf(ConflictException.class);

        finishRound(book);

        assertThat(control.campaign("a").state().exit()).isEqualTo(ExitReason.STOPPED);
        assertThat(control.campaign("a").state().phase()).isEqualTo(Phase.FINISHING);
    }

    @Test
    void a_cancelled_campaign_is_done_and_nothing_of_it_is_open() {
        CampaignBook book = begun("a", 1e9);
        assertThatThrownBy(book::cancelled).isInstanceOf(IllegalStateException.class);
        control.cancel("a");
        assertThatThrownBy(() -> control.resume("a")).isInstanceOf(ConflictException.class);

        book.cancelled();
        book.cancelled();

        assertThat(control.campaign("a").state().exit()).isEqualTo(ExitReason.CANCELLED);
        assertThat(book.openJobs()).isEmpty();
        assertThat(book.pendingCommands()).isEmpty();
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(2);
        assertThat(control.unfinished()).isEmpty();
        assertThatThrownBy(() -> control.cancel("a"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("done");
    }

    @Test
    void core_hours_are_those_that_jobs_were_seen_to_run() {
        CampaignBook book = begun("a", 4);
        JobRow job = book.openJobs().get(0);
        hands.now = hands.now.plus(Duration.ofHours(1));
        assertThat(control.coreHours("a")).isZero();
        book.updateJob(snapshot(job, JobState.RUNNING));
        hands.now = hands.now.plus(Duration.ofMinutes(30));
        assertThat(control.coreHours("a")).isEqualTo(2);
        hands.now = hands.now.plus(Duration.ofMinutes(30));

        finishRound(book);

        assertThat(control.coreHours("a")).isEqualTo(4);
        assertThat(control.campaign("a").state().exit()).isEqualTo(ExitReason.CORE_HOURS);
    }

    @Test
    void budgets_change_while_a_campaign_runs() {
        CampaignBook book = begun("a", 1);
        control.changeBudgets("a", new BudgetChanges(null, null, null, 1e6));
        BudgetChanges all = control.changeBudgets("a", new BudgetChanges(2, null, null, null));
        assertThat(all).isEqualTo(new BudgetChanges(2, null, null, 1e6));
        book.updateJob(snapshot(book.openJobs().get(0), JobState.RUNNING));
        hands.now = hands.now.plus(Duration.ofHours(10));

        finishRound(book);

        assertThat(control.campaign("a").state().exit()).isEqualTo(ExitReason.LABELS);
        assertThatThrownBy(() -> new BudgetChanges(0, null, null, null)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new BudgetChanges(null, null, null, Double.NaN))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void trouble_is_forgotten_when_the_campaign_is_resumed() {
        begun("a", 1);
        control.trouble("a", "no program");
        assertThat(control.campaign("a").trouble()).isEqualTo("no program");
        control.resume("a");
        assertThat(control.campaign("a").trouble()).isEmpty();
        assertThatThrownBy(() -> control.pause("b")).isInstanceOf(NoSuchCampaignException.class);
    }

    @Test
    void a_campaign_that_met_trouble_on_its_way_to_its_end_goes_on_towards_it() {
        begun("a", 1);
        control.stop("a");
        control.trouble("a", "no program");

        control.resume("a");

        assertThat(control.campaign("a").trouble()).isEmpty();
        assertThat(control.campaign("a").wish()).isEqualTo(Wish.STOP);
        assertThatThrownBy(() -> control.resume("a")).isInstanceOf(ConflictException.class);
    }

    @Test
    void a_campaign_without_jobs_is_cancelled_though_nobody_works_on_it() {
        control.submit(submission("a", "", 1));
        control.trouble("a", "its site cannot be reached");

        control.cancel("a");

        assertThat(control.campaign("a").state().exit()).isEqualTo(ExitReason.CANCELLED);
        assertThat(control.unfinished()).isEmpty();
    }

    @Test
    void a_cap_of_a_site_is_set_and_taken_back() {
        control.capSite("hpc1", OptionalInt.of(3));
        control.capSite("hpc1", OptionalInt.of(2));
        assertThat(control.siteCaps()).isEqualTo(Map.of("hpc1", 2));
        control.capSite("hpc1", OptionalInt.empty());
        assertThat(control.siteCaps()).isEmpty();
    }
}
