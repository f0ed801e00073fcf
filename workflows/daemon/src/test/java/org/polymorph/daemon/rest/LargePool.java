package org.polymorph.daemon.rest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.CampaignBook;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/**
 * A campaign with a large pool, made by hand through the books of the engine: each command that it issues is answered with
 * numbers that follow from the candidate's number.
 */
final class LargePool {
    static final String NAME = "large";
    static final int CANDIDATES = 10_000;
    static final int ROUNDS = 2;
    private static final int PART = 500;
    private static final int LABELS = 200;
    private static final int CLUSTERS = 50;
    private static final Map<String, Object> SETTINGS = Map.of(
            "campaign",
            NAME,
            "site",
            "hpc1",
            "search",
            Map.of("composition", "Si2"),
            "pool",
            Map.of("size", CANDIDATES),
            "stop",
            Map.of("topK", 5, "labels", 3000),
            "calculate",
            Map.of("code", "potential"));

    private final CampaignBook book;

    private LargePool(CampaignBook book) {
        this.book = book;
    }

    /** Makes it in a database whose objects lie in a directory, up to its end. */
    static void make(Database database, Path directory) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine(NAME, ROUNDS, 3000, 2, PART),
                1,
                10,
                "static",
                List.of("relax"),
                3,
                Duration.ofHours(1000),
                Double.POSITIVE_INFINITY,
                "hpc1",
                4,
                RetryBudgets.DEFAULT,
                0);
        CampaignBook book = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
        book.start(SETTINGS);
        new LargePool(book).work();
    }

    private void work() {
        while (book.reader().results().isEmpty()) {
            List<Command> commands = book.pendingCommands();
            if (commands.isEmpty()) {
                book.openJobs().forEach(this::collect);
            } else {
                answer(commands.get(0));
            }
        }
    }

    private void answer(Command command) {
        switch (command.kind()) {
            case GENERATE -> book.completeGenerate(command, proposals());
            case SELECT -> book.completeSelect(command, choices(command.round()));
            case TRAIN ->
                book.completeTrain(
                        command,
                        file -> Files.writeString(file, "model " + command.round()),
                        Map.of("labels", Integer.toString(LABELS)),
                        heldOut(command.round()));
            case PROPOSE -> throw new IllegalStateException("the pool does not grow");
            case RELAX -> book.completeRelax(command, relaxed(command));
            case CLUSTER -> book.completeCluster(command, clusters(command.round()));
            case RANK -> book.completeRank(command, results());
        }
    }

    static double volume(int candidate) {
        return 15 + candidate % 1000 / 100.0;
    }

    static double enthalpy(int candidate, int round) {
        return -4 + candidate * 7919L % CANDIDATES / 1e4 - 0.01 * round;
    }

    static String id(int candidate) {
        return String.format("c%04d", candidate);
    }

    private static Structure structure(int candidate) {
        return Structure.of(
                Lattice.cubic(Math.cbrt(2 * volume(candidate))),
                List.of(Element.Si, Element.Si),
                new double[] {0, 0, 0, 0.5, 0.5, 0.5});
    }

    private static List<Proposal> proposals() {
        List<Proposal> pool = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            pool.add(new Proposal(structure(i), "random"));
        }
        return pool;
    }

    private static List<Choice> choices(int round) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < LABELS; i++) {
            int candidate = LABELS * round + i;
            choices.add(new Choice(id(candidate), structure(candidate)));
        }
        return choices;
    }

    private static Map<String, Object> heldOut(int round) {
        return round == 0
                ? Map.of()
                : Map.of(
                        "structures",
                        LABELS,
                        "energy",
                        Map.of("count", LABELS, "mae", 20.5 / round, "rmseOverStd", 1.1));
    }

    private static List<CandidateFrame> relaxed(Command command) {
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = PART * command.part(); i < Math.min(CANDIDATES, PART * (command.part() + 1)); i++) {
            frames.add(new CandidateFrame(
                    id(i),
                    command.round(),
                    structure(i),
                    i % 100 == 99 ? Double.NaN : enthalpy(i, command.round()),
                    0.01,
                    0.002,
                    0.05,
                    i % 10 == 0 ? "uncertain" : "converged",
                    12,
                    Optional.empty()));
        }
        return frames;
    }

    private static ClusterReport clusters(int round) {
        Map<String, String> assignment = new LinkedHashMap<>();
        List<ClusterRow> lowest = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            assignment.put(id(i), "k" + i % CLUSTERS);
        }
        for (int k = 0; k < CLUSTERS; k++) {
            // the two lowest change places from round to round
            int cluster = k < 2 ? (k + round) % 2 : k;
            lowest.add(new ClusterRow(
                    k + 1, "k" + cluster, id(cluster), -4 + 0.01 * k - 0.01 * round, CANDIDATES / CLUSTERS));
        }
        return new ClusterReport(assignment, lowest, false, "the lowest two have changed places");
    }

    private static List<RankedResult> results() {
        List<RankedResult> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            results.add(new RankedResult(
                    i + 1, id(i), "final-" + id(i) + "-0", structure(i), -4.1 + 0.01 * i, volume(i), 1e-4, true, 0));
        }
        return results;
    }

    private void collect(JobRow job) {
        List<CalculationOutcome> outcomes = new ArrayList<>();
        for (String id : job.calculations()) {
            Calculation calculation = book.reader().calculation(id).orElseThrow();
            boolean fails = id.endsWith("c0007");
            outcomes.add(
                    fails
                            ? new CalculationFailure(FailureKind.SCF_NOT_CONVERGED, "after 100 steps", "", "")
                            : new CalculationResult(
                                    calculation.structure(),
                                    new Evaluation(-8, new double[6], Stress.ZERO),
                                    true,
                                    1,
                                    Map.of()));
        }
        book.collectJob(
                new JobSnapshot(job.token(), JobState.COMPLETED, "1", "COMPLETED", OptionalInt.of(0)), outcomes);
    }
}
