package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that restores a backup is killed at many moments of its work: afterwards all is there or nothing. */
@ParameterizedClass
@EnumSource(Store.class)
class KilledRestoreTest {
    private static final int KILLS = Integer.getInteger("restore.kills", 5);

    @TempDir
    private Path temporary;

    @Parameter
    private Store store = Store.SQLITE;

    private Process restore(Path backup, Path target) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RestoreProcess.class.getName(),
                backup.toString(),
                target.toString()));
        if (store == Store.POSTGRESQL) {
            command.add(Store.server(target).url().url());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (store == Store.POSTGRESQL) {
            builder.environment().putAll(OwnPostgres.environment());
        }
        return builder.start();
    }

    private Path backup() throws Exception {
        Path old = Files.createDirectory(temporary.resolve("old"));
        SavedCampaigns.unpack("v4-done", old);
        Path backup = temporary.resolve("backup.tar.gz");
        try (Database database = Database.openForBackup(DataDirectory.database(old), Optional.empty())) {
            new Backup(old, Clock.systemUTC()).write(database, backup);
        }
        return backup;
    }

    private static long begun(BufferedReader output) throws Exception {
        String line = output.readLine();
        while (line != null && !line.equals("BEGUN")) {
            line = output.readLine();
        }
        return System.nanoTime();
    }

    @Test
    void a_kill_leaves_all_or_nothing_and_the_next_attempt_goes_through() throws Exception {
        Path backup = backup();
        Process whole = restore(backup, temporary.resolve("whole"));
        long from = begun(whole.inputReader());
        assertThat(whole.waitFor()).isZero();
        long took = System.nanoTime() - from;

        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < KILLS; i++) {
            Path target = temporary.resolve("target" + i);
            Process process = restore(backup, target);
            begun(process.inputReader());
            process.waitFor(took * i / (KILLS - 2), TimeUnit.NANOSECONDS);
            process.destroyForcibly().waitFor();

            if (isWhole(target)) {
                seen.add("whole");
            } else {
                seen.add("nothing");
                new Restoration(backup, target, false)
                        .restore(store == Store.POSTGRESQL ? Optional.of(Store.server(target)) : Optional.empty());
                assertThat(isWhole(target)).isTrue();
            }
            assertThat(temporary.toFile().list()).noneMatch(name -> name.contains("restoring"));
        }
        assertThat(seen).contains("nothing");
    }

    /** Whether a program that is started on the directory now finds everything; with nothing there, there are no rows either. */
    private boolean isWhole(Path target) throws Exception {
        boolean rows;
        if (store == Store.SQLITE && !DataDirectory.holdsCampaign(target)) {
            rows = false;
        } else {
            try (Database database = store.open(target)) {
                rows = database.reading()
                        .withHandle(db -> !BackupTables.filled(db).isEmpty());
                if (rows) {
                    CampaignReader reader = CampaignReader.of("si8", database, target);
                    assertThat(reader.results()).hasSize(2);
                    assertThat(reader.frames(1)).hasSize(10);
                    for (String hash : database.reading().withHandle(BackupTables::references)) {
                        assertThat(DataDirectory.objects(target).get(hash)).exists();
                    }
                }
            }
        }
        return rows;
    }
}
