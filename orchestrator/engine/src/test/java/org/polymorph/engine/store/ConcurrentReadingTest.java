package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CampaignReader.LabelCounts;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Somebody looks at a campaign while another works on it. */
@ParameterizedClass
@EnumSource(Store.class)
class ConcurrentReadingTest {
    private static final int LABELS = 60;

    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    private static Structure structure(double a) {
        return Structure.of(Lattice.cubic(a), List.of(Element.Si), new double[3]);
    }

    private CampaignBook book(Database database) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine("si1", 5, 1000, 2, 100),
                1,
                1,
                "static",
                List.of("relax"),
                1,
                Duration.ofHours(1),
                RetryBudgets.DEFAULT);
        CampaignBook book = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
        book.start(Map.of());
        return book;
    }

    private static void collectAll(CampaignBook book) {
        for (JobRow job : book.openJobs()) {
            book.collectJob(
                    new JobSnapshot(job.token(), JobState.COMPLETED, "1", "ended", OptionalInt.of(0)),
                    List.of(new CalculationResult(
                            structure(3), new Evaluation(-1, new double[3], Stress.ZERO), true, 1, Map.of())));
        }
    }

    @Test
    void a_reader_sees_whole_steps_while_another_writes() throws Exception {
        try (Database writing = store.open(directory);
                Database looking = store.openReadOnly(directory)) {
            CampaignBook book = book(writing);
            CampaignReader reader = CampaignReader.of("si1", looking, directory);
            book.completeGenerate(
                    book.pendingCommands().get(0),
                    IntStream.range(0, LABELS)
                            .mapToObj(i -> new Proposal(structure(3 + 0.01 * i), "random"))
                            .toList());
            book.completeSelect(
                    book.pendingCommands().get(0),
                    reader.frames(-1).stream()
                            .map(frame -> new Choice(frame.candidate(), frame.structure()))
                            .toList());

            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> collectAll(book));
            List<LabelCounts> seen = new ArrayList<>();
            do {
                seen.add(reader.counts(Purpose.LABEL));
                assertThat(reader.labels())
                        .hasSizeGreaterThanOrEqualTo(seen.get(seen.size() - 1).done());
            } while (!writer.isDone());
            writer.get(1, TimeUnit.MINUTES);

            assertThat(seen).allMatch(counts -> counts.planned() + counts.done() + counts.failed() == LABELS);
            assertThat(reader.counts(Purpose.LABEL)).isEqualTo(new LabelCounts(0, LABELS, 0));
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_let_go() throws Exception {
        Path file =
                Files.writeString(DataDirectory.database(directory), "not a database, but long enough for a header");

        assertThatThrownBy(() -> Database.open(file)).hasStackTraceContaining("not a database");

        assertThat(openFiles(file)).isZero();
    }

    private static long openFiles(Path file) throws Exception {
        Path real = file.toRealPath();
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).equals(real);
                        } catch (java.io.IOException e) {
                            return false; // closed meanwhile: the one that lists the directory
                        }
                    })
                    .count();
        }
    }

    @Test
    void a_second_opening_in_this_process_leaves_the_lock_of_the_first_in_place() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/locks")), "/proc/locks cannot be read here");
        try (DataDirectory held = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> DataDirectory.open(directory)).isInstanceOf(DirectoryInUseException.class);

            // the kernel's own list: a POSIX lock is given up when the process closes any descriptor of the file
            Object inode = Files.getAttribute(held.path().resolve("lock"), "unix:ino");
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anyMatch(line -> line.contains(":" + inode + " ")
                            && line.contains(" " + ProcessHandle.current().pid() + " "));
        }
        DataDirectory.open(directory).close();
    }
}
