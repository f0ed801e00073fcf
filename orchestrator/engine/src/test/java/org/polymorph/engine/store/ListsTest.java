package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateLists.Sort;
import org.polymorph.engine.store.EventLists.Cursor;
import org.polymorph.engine.store.Page.Range;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Lists page by page, in every kind of database, also of rows that an earlier version has written. */
@ParameterizedClass
@EnumSource(Store.class)
class ListsTest {
    private static final Range ALL = new Range(100, 0);

    @TempDir
    private Path directory;

    @Parameter
    private Store store = Store.SQLITE;

    private Database database;
    private CandidateLists candidates;
    private CalculationLists calculations;
    private JobLists jobs;
    private CampaignLists campaigns;
    private CampaignBook book;

    @BeforeEach
    void open() {
        database = store.open(directory);
        candidates = new CandidateLists(database, directory);
        calculations = new CalculationLists(database, directory);
        jobs = new JobLists(database);
        campaigns = new CampaignLists(database);
        book = begun("a");
    }

    @AfterEach
    void close() {
        database.close();
    }

    // cubes of one atom; the volume is the number of the candidate plus 10
    private static Structure cube(int candidate) {
        return Structure.of(Lattice.cubic(Math.cbrt(10.0 + candidate)), List.of(Element.Si), new double[3]);
    }

    private CampaignBook begun(String name) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine(name, 5, 100, 2, 100),
                1,
                1,
                "static",
                List.of("relax"),
                1,
                Duration.ofHours(1),
                Double.POSITIVE_INFINITY,
                "hpc1",
                4,
                RetryBudgets.DEFAULT,
                0);
        CampaignBook made = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
        made.start(Map.of("campaign", name));
        List<Proposal> pool = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pool.add(new Proposal(cube(i), "random"));
        }
        made.completeGenerate(made.pendingCommands().get(0), pool);
        made.completeSelect(
                made.pendingCommands().get(0), List.of(new Choice("c0000", cube(0)), new Choice("c0001", cube(1))));
        return made;
    }

    private void finishRound() {
        for (JobRow job : book.openJobs()) {
            book.updateJob(snapshot(job, JobState.RUNNING));
            book.collectJob(
                    snapshot(job, JobState.COMPLETED),
                    List.of(new CalculationResult(
                            cube(1), new Evaluation(-1.5, new double[] {0, 3, 4}, Stress.ZERO), true, 7, Map.of())));
        }
        book.completeTrain(
                book.pendingCommands().get(0),
                file -> Files.writeString(file, "m"),
                Map.of("labels", "2"),
                Map.of("energy", Map.of("mae", 2)));
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            frames.add(new CandidateFrame(
                    String.format("c%04d", i),
                    0,
                    cube(i),
                    i == 3 ? Double.NaN : -i,
                    0.1,
                    0.01,
                    0.2,
                    i == 5 ? "uncertain" : "converged",
                    1,
                    Optional.empty()));
        }
        book.completeRelax(book.pendingCommands().get(0), frames);
        book.completeCluster(
                book.pendingCommands().get(0),
                new ClusterReport(
                        Map.of("c0011", "k"), List.of(new ClusterRow(1, "k", "c0011", -11, 1)), false, "not yet"));
    }

    private static JobSnapshot snapshot(JobRow job, JobState state) {
        return new JobSnapshot(job.token(), state, "1", "", OptionalInt.of(0));
    }

    private List<String> ids(Sort sort, boolean descending, Range range) {
        return candidates.page(choice(Optional.empty(), Optional.empty()), sort, descending, range).items().stream()
                .map(CandidateLists.Row::candidate)
                .toList();
    }

    private static CandidateLists.Choice choice(Optional<String> cluster, Optional<String> outcome) {
        return new CandidateLists.Choice("a", 0, cluster, outcome);
    }

    @Test
    void candidates_come_in_every_order_those_without_the_number_last() {
        assertThat(candidates.lastClusteredRound("a")).isEqualTo(-1);
        finishRound();

        assertThat(candidates.lastClusteredRound("a")).isZero();
        assertThat(ids(Sort.ENTHALPY, false, new Range(2, 0))).containsExactly("c0011", "c0010");
        assertThat(ids(Sort.ENTHALPY, true, new Range(2, 0))).containsExactly("c0000", "c0001");
        assertThat(ids(Sort.ENTHALPY, false, ALL)).endsWith("c0000", "c0003");
        assertThat(ids(Sort.ENTHALPY, true, ALL)).endsWith("c0011", "c0003");
        assertThat(ids(Sort.ID, true, new Range(1, 1))).containsExactly("c0010");
        assertThat(ids(Sort.VOLUME, true, new Range(1, 0))).containsExactly("c0011");
        assertThat(ids(Sort.MAX_FORCE, false, new Range(3, 9))).containsExactly("c0009", "c0010", "c0011");
    }

    @Test
    void candidates_are_counted_as_they_are_chosen() {
        finishRound();

        assertThat(candidates
                        .page(choice(Optional.of("k"), Optional.empty()), Sort.ID, false, ALL)
                        .items())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.candidate()).isEqualTo("c0011");
                    assertThat(row.origin()).isEqualTo("random");
                    assertThat(row.volume()).isCloseTo(21, within(1e-9));
                    assertThat(row.enthalpy()).isEqualTo(-11);
                });
        assertThat(candidates
                        .page(choice(Optional.empty(), Optional.of("converged")), Sort.ID, false, new Range(1, 0))
                        .total())
                .isEqualTo(11);
        assertThat(candidates.history("a", "c0002"))
                .extracting(CandidateLists.Row::round)
                .containsExactly(-1, 0);
        assertThat(candidates.history("a", "c9999")).isEmpty();
        assertThat(candidates.points("a", 0)).hasSize(11);
        assertThat(candidates.structure("a", "c0002", 0)).contains(cube(2));
    }

    @Test
    void rows_of_an_earlier_version_are_completed_from_their_structures() {
        finishRound();
        var before = candidates.page(choice(Optional.empty(), Optional.empty()), Sort.ID, false, ALL);
        var points = candidates.points("a", 0);
        var done = calculations.page(labels(), ALL);
        database.jdbi().useTransaction(db -> {
            db.execute("UPDATE frame SET volume = NULL");
            db.execute("UPDATE calculation SET atoms = NULL, max_force = NULL, volume = NULL");
        });

        assertThat(candidates.page(choice(Optional.empty(), Optional.empty()), Sort.ID, false, ALL))
                .isEqualTo(before);
        assertThat(candidates.points("a", 0)).isEqualTo(points);
        assertThat(calculations.page(labels(), ALL)).isEqualTo(done);
    }

    private static CalculationLists.Choice labels() {
        return new CalculationLists.Choice("a", Optional.of(Purpose.LABEL), Optional.of(State.DONE), Optional.of(0));
    }

    @Test
    void calculations_tell_energies_forces_and_volumes_per_atom() {
        assertThat(calculations.page(labels(), ALL).total()).isZero();
        finishRound();

        assertThat(calculations.page(labels(), ALL).items())
                .extracting(CalculationLists.Row::id)
                .containsExactly("r00-c0000", "r00-c0001");
        CalculationLists.Row row = calculations.of("a", "c0000").get(0);
        assertThat(row.energy()).isEqualTo(-1.5);
        assertThat(row.maxForce()).isEqualTo(5);
        assertThat(row.volume()).isCloseTo(11, within(1e-9));
        assertThat(row.steps()).isEqualTo(7);
        assertThat(calculations.input("a", "r00-c0000").orElseThrow().structure())
                .isEqualTo(cube(0));
        assertThat(calculations.result("a", "r00-c0000").orElseThrow().structure())
                .isEqualTo(cube(1));
        assertThat(calculations.input("a", "nothing")).isEmpty();
    }

    @Test
    void jobs_are_told_newest_first_with_their_calculations_and_their_waits() {
        var choice = new JobLists.Choice("a", Optional.empty(), Optional.of(true));
        assertThat(jobs.page(choice, new Range(1, 0)).total()).isEqualTo(2);
        StoreFigures figures = new StoreFigures(database);
        assertThat(figures.waits(Instant.EPOCH)).isEmpty();
        finishRound();

        assertThat(jobs.page(choice, ALL).total()).isZero();
        assertThat(jobs.states("a")).containsOnly(Map.entry(JobState.COMPLETED, 2));
        JobLists.Row job = jobs.of("a", "c0001").get(0);
        assertThat(job.calculations()).containsExactly("r00-c0001");
        assertThat(job.site()).isEqualTo("hpc1");
        assertThat(job.ended()).isPresent();
        assertThat(jobs.find(job.token())).contains(job);
        assertThat(jobs.find("nothing")).isEmpty();
        assertThat(figures.waits(Instant.EPOCH)).hasSize(2).allMatch(wait -> wait.site()
                .equals("hpc1"));
        assertThat(figures.jobs()).containsExactly(new StoreFigures.Count("hpc1", "COMPLETED", 2));
    }

    @Test
    void campaigns_and_rounds_tell_what_was_found() {
        begun("b");
        finishRound();

        assertThat(campaigns.page(Optional.of(true), ALL).items())
                .extracting(row -> row.campaign().id())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(campaigns.page(Optional.of(false), ALL).total()).isZero();
        CampaignLists.Row row = campaigns.find("a").orElseThrow();
        assertThat(row.labels()).isEqualTo(2);
        assertThat(row.best()).contains(new CampaignLists.Best("c0011", -11, false, OptionalInt.empty()));
        assertThat(campaigns.find("b").orElseThrow().best()).isEmpty();
        RoundLists rounds = new RoundLists(database);
        RoundLists.Row first = rounds.rounds("a").get(0);
        assertThat(first.labels()).isEqualTo(Map.of(State.DONE, 2));
        assertThat(first.relaxed()).isEqualTo(Map.of("converged", 11, "uncertain", 1));
        assertThat(first.training()).isEqualTo(Map.of("labels", "2"));
        assertThat(first.verdict()).contains("not yet");
        assertThat(rounds.clusters("a").get(0)).hasSize(1);
        assertThat(new StoreFigures(database).active(Instant.now()).get(0).heldOut())
                .contains(Map.of("energy", Map.of("mae", 2)));
    }

    @Test
    void events_go_on_behind_any_cursor_in_one_order() {
        begun("b");
        EventLists events = new EventLists(database);
        List<EventLists.Row> all = events.after(Cursor.START, Optional.empty(), 1000);
        List<EventLists.Row> read = new ArrayList<>();
        for (List<EventLists.Row> page = events.after(Cursor.START, Optional.empty(), 2);
                !page.isEmpty();
                page = events.after(read.get(read.size() - 1).cursor(), Optional.empty(), 2)) {
            read.addAll(page);
        }

        assertThat(read).isEqualTo(all).hasSize(6);
        assertThat(events.after(Cursor.START, Optional.of("b"), 1000)).hasSize(3);
        assertThat(events.end(Optional.empty())).isEqualTo(all.get(5).cursor());
        assertThat(events.after(events.end(Optional.of("b")), Optional.of("b"), 1000))
                .isEmpty();
        assertThat(events.since(Instant.EPOCH, 1000)).isEqualTo(all);
        Cursor cursor = all.get(2).cursor();
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(Cursor.parse("0")).isEqualTo(Cursor.START);
        assertThatThrownBy(() -> Cursor.parse("1.2")).hasMessageContaining("expected 0 or the cursor of an event");
    }
}
