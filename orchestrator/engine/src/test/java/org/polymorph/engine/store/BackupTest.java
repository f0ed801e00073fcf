package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
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
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.Restoration.Restored;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;

/** Backups of what lies in a file or with a server, and what is made of them. */
@ParameterizedClass
@EnumSource(Store.class)
class BackupTest {
    @TempDir
    private Path temporary;

    @Parameter
    private Store store = Store.SQLITE;

    private Path directory = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void name() throws Exception {
        directory = Files.createDirectory(temporary.resolve("data"));
        file = temporary.resolve("backup.tar.gz");
    }

    private static Backup backup(Path directory) {
        return new Backup(directory, Clock.systemUTC());
    }

    /** A finished campaign of an earlier version, brought up to date in this kind of database. */
    private Database finished() {
        Path old = temporary.resolve("old");
        try {
            SavedCampaigns.unpack("v4-done", Files.createDirectory(old));
            try (Database database = Database.open(DataDirectory.database(old))) {
                backup(old).write(database, temporary.resolve("old.tar.gz"));
            }
            Files.delete(directory);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        restore(temporary.resolve("old.tar.gz"), directory, store);
        return store.open(directory);
    }

    private static Restored restore(Path backup, Path target, Store store) {
        return new Restoration(backup, target, false).restore(backend(target, store));
    }

    private static Optional<Backend> backend(Path target, Store store) {
        return store == Store.POSTGRESQL ? Optional.of(Store.server(target)) : Optional.empty();
    }

    private static BackupManifest manifest(Path backup) throws Exception {
        try (InputStream in = Files.newInputStream(backup);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
            assertThat(tar.getNextEntry().getName()).isEqualTo(BackupManifest.NAME);
            return Json.read(new String(tar.readAllBytes(), StandardCharsets.UTF_8), BackupManifest.class);
        }
    }

    @Test
    void goes_through_every_kind_of_database_without_a_difference() throws Exception {
        try (Database database = finished()) {
            Backup.Saved saved = backup(directory).write(database, file);
            assertThat(saved.missing()).isEmpty();
            assertThat(saved.rows()).isGreaterThan(100);
            assertThat(saved.bytes()).isEqualTo(Files.size(file));
        }
        for (Store other : Store.values()) {
            Path target = temporary.resolve("restored-" + other);
            Restored restored = restore(file, target, other);
            assertThat(restored.problems()).isEmpty();
            try (Database database = other.open(target)) {
                Path again = temporary.resolve(other + ".tar.gz");
                backup(target).write(database, again);
                // the same rows to the last bit, and the same objects
                assertThat(manifest(again).tables()).isEqualTo(manifest(file).tables());
                assertThat(manifest(again).objects()).isEqualTo(manifest(file).objects());
                CampaignReader reader = CampaignReader.of("si8", database, target);
                assertThat(reader.results()).hasSize(2);
                assertThat(reader.frames(1)).hasSize(10);
            }
        }
    }

    @Test
    void saves_one_moment_while_others_write() throws Exception {
        try (Database writing = store.open(directory);
                Database looking = store.openReadOnly(directory)) {
            CampaignBook book = begun(writing);
            List<JobRow> jobs = book.openJobs();
            AtomicInteger made = new AtomicInteger();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (JobRow job : jobs) {
                    // so that a backup falls into each eighth of it, however fast the machine is
                    int eighth = jobs.indexOf(job) / 10;
                    if (made.get() < eighth) {
                        await().until(() -> made.get() >= eighth);
                    }
                    // each with an object of its own
                    book.collectJob(
                            new JobSnapshot(job.token(), JobState.COMPLETED, "1", "ended", OptionalInt.of(0)),
                            List.of(new CalculationResult(
                                    structure(3 + jobs.indexOf(job) * 0.001),
                                    new Evaluation(-1, new double[3], Stress.ZERO),
                                    true,
                                    1,
                                    Map.of())));
                }
            });
            List<Integer> done = new ArrayList<>();
            do {
                Path one = temporary.resolve("backup" + made.get() + ".tar.gz");
                assertThat(backup(directory).write(looking, one).missing()).isEmpty();
                done.add(checked(one, made.getAndIncrement()));
            } while (!writer.isDone());
            writer.get(1, TimeUnit.MINUTES);
            assertThat(done).isSorted();
            assertThat(new TreeSet<>(done)).as("backups in the midst of it").hasSizeGreaterThan(2);
        }
        assertThat(temporary.toFile().list()).noneMatch(name -> name.startsWith("."));
    }

    // restores into a file, where foreign keys hold, and returns how many calculations were done
    private int checked(Path backup, int number) {
        Path target = temporary.resolve("checked" + number);
        assertThat(restore(backup, target, Store.SQLITE).problems()).isEmpty();
        try (Database database = Database.openReadOnly(DataDirectory.database(target))) {
            CampaignReader reader = CampaignReader.of("si1", database, target);
            List<Calculation> labels = reader.calculations(Purpose.LABEL);
            int done = (int)
                    labels.stream().filter(label -> label.state() == State.DONE).count();
            assertThat(reader.jobs().stream().filter(JobRow::collected)).hasSize(done);
            assertThat(reader.labels()).hasSize(done);
            assertThat(reader.campaign().orElseThrow().state().labels()).isEqualTo(done == 80 ? 80 : 0);
            return done;
        }
    }

    private static Structure structure(double a) {
        return Structure.of(Lattice.cubic(a), List.of(Element.Si), new double[3]);
    }

    private CampaignBook begun(Database database) {
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
        book.completeGenerate(
                book.pendingCommands().get(0),
                IntStream.range(0, 80)
                        .mapToObj(i -> new Proposal(structure(3), "random"))
                        .toList());
        book.completeSelect(
                book.pendingCommands().get(0),
                book.reader().frames(-1).stream()
                        .map(frame -> new Choice(frame.candidate(), frame.structure()))
                        .toList());
        return book;
    }

    @Test
    void a_place_with_something_in_it_is_refused_and_stays() throws Exception {
        try (Database database = finished()) {
            backup(directory).write(database, file);
        }
        assertThatThrownBy(() -> restore(file, directory, store))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("something in it");
        if (store == Store.POSTGRESQL) {
            Path other = temporary.resolve("other");
            assertThatThrownBy(() -> new Restoration(file, other, false).restore(Optional.of(Store.server(directory))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("an empty database")
                    .hasMessageContaining("rows in the table");
            assertThat(other).doesNotExist();
        }
        try (Database database = store.openReadOnly(directory)) {
            assertThat(CampaignReader.of("si8", database, directory).results()).hasSize(2);
        }
    }

    @Test
    void what_is_damaged_or_missing_is_all_told_and_nothing_is_left() throws Exception {
        List<Path> objects;
        try (Database database = finished()) {
            try (Stream<Path> walk = Files.walk(directory.resolve("objects"))) {
                objects = walk.filter(Files::isRegularFile).sorted().toList();
            }
            Files.delete(objects.get(0));
            Files.writeString(objects.get(1), "changed");
            Backup.Saved saved = backup(directory).write(database, file);
            assertThat(saved.missing()).containsOnlyKeys(hash(objects.get(0)), hash(objects.get(1)));
        }
        Path target = temporary.resolve("target");
        Optional<Backend> backend = backend(target, store);
        assertThatThrownBy(() -> new Restoration(file, target, false).restore(backend))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("object " + hash(objects.get(0)) + ": missing")
                .hasMessageContaining("object " + hash(objects.get(1)) + ": missing");
        assertThat(target).doesNotExist();
        assertThat(temporary.toFile().list()).noneMatch(name -> name.contains("restoring"));

        // and what a person wants all the same
        Restored restored = new Restoration(file, target, true).restore(backend);
        assertThat(restored.problems()).hasSize(2);
        try (Database database = store.open(target)) {
            assertThat(CampaignReader.of("si8", database, target).jobs()).hasSize(4);
        }
    }

    private static String hash(Path object) {
        return object.subpath(object.getNameCount() - 2, object.getNameCount())
                .toString()
                .replace("/", "");
    }

    @Test
    void a_file_that_was_cut_short_or_changed_is_never_restored() throws Exception {
        try (Database database = finished()) {
            backup(directory).write(database, file);
        }
        long size = Files.size(file);
        for (int i = 1; i < 8; i++) {
            Path cut = Files.copy(file, temporary.resolve("cut" + i));
            Path changed = Files.copy(file, temporary.resolve("changed" + i));
            try (RandomAccessFile bytes = new RandomAccessFile(cut.toFile(), "rw")) {
                bytes.setLength(size * i / 8);
            }
            try (RandomAccessFile bytes = new RandomAccessFile(changed.toFile(), "rw")) {
                bytes.seek(size * i / 8);
                int before = bytes.read();
                bytes.seek(size * i / 8);
                bytes.write(before ^ 0x10);
            }
            for (Path broken : List.of(cut, changed)) {
                Path target = temporary.resolve("target");
                assertThatThrownBy(() -> restore(broken, target, Store.SQLITE))
                        .as("%s", broken)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(broken.toString());
                assertThat(target).doesNotExist();
            }
        }
        assertThatThrownBy(() ->
                        restore(Files.writeString(temporary.resolve("x"), "no archive"), temporary.resolve("y"), store))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void tables_of_an_earlier_version_are_restored_and_then_brought_up_to_date() throws Exception {
        Path old = Files.createDirectory(temporary.resolve("v4"));
        SavedCampaigns.unpack("v4-done", old);
        try (Database database = Database.openForBackup(DataDirectory.database(old), Optional.empty())) {
            backup(old).write(database, file);
        }
        assertThat(manifest(file).schema()).isEqualTo("4");
        Path target = temporary.resolve("target");
        restore(file, target, store);
        try (Database database = store.openReadOnly(target)) {
            assertThat(CampaignReader.of("si8", database, target).results()).hasSize(2);
        }
    }

    @Test
    void an_earlier_attempt_that_died_is_no_hindrance() throws Exception {
        try (Database database = finished()) {
            backup(directory).write(database, file);
        }
        Path target = temporary.resolve("target");
        Path left = Files.createDirectories(temporary.resolve(".target.restoring/tables"));
        Files.writeString(left.resolve("campaign.jsonl"), "half");
        restore(file, target, store);
        assertThat(target.resolve("objects")).isDirectory();
        assertThat(target.resolve("tables")).doesNotExist();
        assertThat(left).doesNotExist();
    }

    @Test
    void every_column_that_names_an_object_is_known() throws Exception {
        try (Database database = store.open(directory)) {
            List<String> found = database.reading().withHandle(db -> {
                List<String> columns = new ArrayList<>();
                for (String table : BackupTables.names(db)) {
                    try (var rs = db.getConnection().getMetaData().getColumns(null, null, table, "%")) {
                        while (rs.next()) {
                            String column = rs.getString("COLUMN_NAME");
                            if (column.endsWith("object") || column.equals("model")) {
                                columns.add(table + "." + column);
                            }
                        }
                    }
                }
                return columns;
            });
            List<String> known = BackupTables.REFERENCES.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream().map(column -> entry.getKey() + "." + column))
                    .toList();
            assertThat(found).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(known);
        }
    }
}
