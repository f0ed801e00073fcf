package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.Settings;

class PotentialProbeTest {
    private final SiteProbe probe = new PotentialCode()
            .probes(Settings.of(Map.of("prelude", List.of("module load java"), "command", "/opt/polymorph")), true)
            .get(0);

    private Finding said(int exitCode, String out, String err) {
        return probe.read(new SiteProbe.Answer(exitCode, out, err));
    }

    @Test
    void the_program_is_started_behind_its_prelude() {
        assertThat(probe.script()).isEqualTo("module load java\n/opt/polymorph version\n");
    }

    @Test
    void its_version_is_told() {
        assertThat(said(0, "version     0.1.0\njava        17\n", ""))
                .isEqualTo(Finding.ok("potential program", "polymorph 0.1.0 starts"));
    }

    @Test
    void a_missing_program_a_missing_java_and_another_program_fail() {
        assertThat(said(127, "", "sh: 2: /opt/polymorph: not found\n").found()).contains("not found");
        assertThat(said(2, "", "polymorph: java was not found; Polymorph needs Java 17\n")
                        .found())
                .contains("needs Java 17");
        assertThat(said(0, "hello\n", "").level()).isEqualTo(Level.FAILS);
    }
}
