package org.polymorph.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.PolymorphProcess.Ended;

/** A training whose process is killed, as by kill -9, and started again: it ends with the file of one that was left alone. */
class KilledTrainingTest {
    @TempDir
    private Path directory;

    /** Each of some members takes a part of a second; the first one done leaves its state. */
    @Test
    void networks_on_sites_go_on() throws Exception {
        goesOn(30, "site --set ensemble=8 --set hidden=16 --set epochs=120", "member 1");
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "12, schnet --set ensemble=5 --set features=16 --set interactions=2 --set cutoff=4.5 --set epochs=1500, member 1",
        "30, cgcnn --set ensemble=6 --set features=16 --set epochs=150, member 1",
        "700, amd-krr, length 1 of the search",
        "150, amd-forest, trees 1 to 10",
        "24, autoencoder --set grid=16 --set sigma=0.6 --set latent=20 --set width=4 --set epochs=200 --set patience=200, epoch"
    })
    void others_go_on(int labels, String settings, String from) throws Exception {
        goesOn(labels, settings, from);
    }

    private void goesOn(int labels, String settings, String from) throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory);
        polymorph
                .run("generate", "Si4", "-n", "" + labels, "--seed", "1", "-o", "cells.extxyz")
                .exits(0);
        polymorph
                .run("calculate", "cells.extxyz", "--with", "potential:sw", "-o", "labels.extxyz")
                .exits(0);
        Process killed = polymorph.start(train(settings, "killed"));
        Path states = directory.resolve("killed.training");
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(5))
                .until(() -> !killed.isAlive() || hasState(states));
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        assertThat(directory.resolve("killed")).doesNotExist();
        Ended resumed = polymorph.run(train(settings, "killed")).exits(0);
        assertThat(resumed.err()).contains("went on from").contains(from);
        assertThat(states).doesNotExist();
        polymorph.run(train(settings, "undisturbed")).exits(0);
        assertThat(directory.resolve("killed")).hasSameBinaryContentAs(directory.resolve("undisturbed"));
    }

    private static String[] train(String settings, String model) {
        return ("train labels.extxyz --threads 1 --seed 3 -o " + model + " --type " + settings).split(" ");
    }

    private static boolean hasState(Path states) throws IOException {
        if (!Files.isDirectory(states)) {
            return false;
        }
        try (Stream<Path> files = Files.list(states)) {
            return files.anyMatch(file -> file.toString().endsWith(".state"));
        }
    }
}
