package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.gridengine.GridEngine;
import org.polymorph.engine.scheduler.lsf.Lsf;
import org.polymorph.engine.scheduler.pbs.Pbs;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** The batch systems besides SLURM, on what they say of themselves in the saved output of their dialects. */
class SchedulerCheckTest {
    static Stream<Arguments> systems() {
        return Stream.of(
                Arguments.of(new Pbs(), "qstat -B", "pbs/qstat-B-f.txt"),
                Arguments.of(new GridEngine("mpi"), "qconf", "gridengine/qconf.txt"),
                Arguments.of(new Lsf(), "lsid", "lsf/lsid.txt"));
    }

    private static String saved(String name) throws IOException {
        try (InputStream in = SchedulerCheckTest.class.getResourceAsStream("/org/polymorph/engine/scheduler/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void every_batch_system_tells_its_version_or_why_it_does_not(Dialect dialect, String command, String file)
            throws IOException {
        ScriptedTransport cluster = new ScriptedTransport().says(command, 0, saved(file), "");
        List<Finding> findings =
                Sites.look(new SchedulerCheck(dialect), Sites.slurm(Map.of(), Map.of(), Path.of("/w")), cluster);
        assertThat(findings.get(0).level()).as("%s", findings).isEqualTo(Level.OK);
        assertThat(findings.get(0).found()).startsWith(dialect.name() + " ");
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAILS)
                .isEmpty();

        cluster.says(command, 127, "", "not found");
        findings = Sites.look(new SchedulerCheck(dialect), Sites.slurm(), cluster);
        assertThat(findings).singleElement().extracting(Finding::level).isEqualTo(Level.FAILS);
    }
}
