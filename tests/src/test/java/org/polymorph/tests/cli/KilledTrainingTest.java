package org.polymorph.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.PolymorphProcess.Ended;

/** A training of networks whose process is killed. */
@Tag("long")
class KilledTrainingTest {
    private static final String SMALL =
            " --threads 1 --type schnet --set ensemble=5 --set features=16 --set interactions=2"
                    + " --set cutoff=4.5 --set epochs=1500 --seed 3 -o ";

    @TempDir
    private Path directory;

    private String[] train(String model) {
        return ("train labels.extxyz" + SMALL + model).split(" ");
    }

    @Test
    void goes_on_to_the_same_model_after_a_kill() throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory);
        polymorph
                .run("generate", "Si4", "-n", "12", "--seed", "1", "-o", "cells.extxyz")
                .exits(0);
        polymorph
                .run("calculate", "cells.extxyz", "--with", "potential:sw", "-o", "labels.extxyz")
                .exits(0);
        Process killed = polymorph.start(train("killed"));
        Path states = directory.resolve("killed.training");
        // there as soon as the first of five members is done, at the latest
        await().atMost(Duration.ofMinutes(5)).until(() -> !killed.isAlive() || hasState(states));
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        assertThat(directory.resolve("killed")).doesNotExist();
        Ended resumed = polymorph.run(train("killed")).exits(0);
        assertThat(resumed.err()).contains("went on from epoch").contains("of member 1");
        assertThat(states).doesNotExist();
        polymorph.run(train("undisturbed")).exits(0);
        assertThat(directory.resolve("killed")).hasSameBinaryContentAs(directory.resolve("undisturbed"));
    }

    private static boolean hasState(Path states) {
        return Files.exists(states.resolve("member-1.state"));
    }
}
