package org.polymorph.engine.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.Proposal;
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

/** A campaign of two silicon atoms and its book, in a database of each kind. */
abstract class CampaignBookCase {
    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    Database database;
    CampaignBook book;

    @BeforeEach
    void open() {
        database = store.open(directory);
        book = book();
        book.start(Map.of("campaign", "si2"));
    }

    CampaignBook book() {
        return book(new CampaignMachine("si2", 5, 100, 2, 2));
    }

    CampaignBook book(CampaignMachine machine) {
        CampaignRules rules = new CampaignRules(
                machine, 1, 2, "static", List.of("coarse", "fine"), 2, Duration.ofHours(1), new RetryBudgets(1, 2));
        return new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    static Structure structure(double a) {
        return Structure.of(
                Lattice.cubic(a), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 1.0 / 3, 0.1, 0.7});
    }

    static CalculationOutcome result(double a) {
        return new CalculationResult(
                structure(a), new Evaluation(-a, new double[] {0.1, 0, 0, -0.1, 0, 0}, Stress.ZERO), true, 3, Map.of());
    }

    static CalculationFailure failure() {
        return new CalculationFailure(FailureKind.CRASHED, "killed", "", "");
    }

    static JobSnapshot ended(String token, JobState state) {
        return new JobSnapshot(token, state, "42", "done", OptionalInt.of(0));
    }

    Command next() {
        return book.pendingCommands().get(0);
    }

    void generateAndSelect() {
        book.completeGenerate(
                next(),
                List.of(
                        new Proposal(structure(3.1), "random"),
                        new Proposal(structure(3.2), "random"),
                        new Proposal(structure(3.3), "random")));
        book.completeSelect(
                next(),
                List.of(
                        new Choice("c0000", structure(3.1)),
                        new Choice("c0001", structure(3.2)),
                        new Choice("c0002", structure(3.3))));
    }

    void labelAll() {
        List<JobRow> jobs = book.openJobs();
        for (int i = jobs.size() - 1; i >= 0; i--) {
            List<CalculationOutcome> outcomes = new ArrayList<>();
            jobs.get(i).calculations().forEach(id -> outcomes.add(result(4)));
            book.collectJob(ended(jobs.get(i).token(), JobState.COMPLETED), outcomes);
        }
    }
}
