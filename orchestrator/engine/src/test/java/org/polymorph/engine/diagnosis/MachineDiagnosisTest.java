package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

class MachineDiagnosisTest {
    private final Path directory;

    MachineDiagnosisTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private List<Finding> run(Map<String, String> environment, String flags) throws IOException {
        Path processors =
                Files.writeString(directory.resolve("cpuinfo"), "model name\t: X\nflags\t\t: " + flags + "\n");
        return new MachineDiagnosis(
                        new ScriptedTransport(),
                        Sites.local(Path.of("jobs"), Map.of()),
                        List.of(),
                        environment,
                        processors,
                        () -> Finding.ok("numerics", "computes rightly"))
                .run(directory, doing -> {}, finding -> {});
    }

    private static Level kernels(List<Finding> findings) {
        return finding(findings).level();
    }

    private static Finding finding(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.subject().equals("kernels"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void kernels_are_warned_of_where_the_launcher_did_not_choose_them() throws IOException {
        assertThat(kernels(run(Map.of(), "sse avx2 fma"))).isEqualTo(Level.WARNS);
        assertThat(kernels(run(Map.of("OPENBLAS_CORETYPE", "Haswell"), "sse avx2 fma")))
                .isEqualTo(Level.OK);
        assertThat(kernels(run(Map.of(), "sse"))).isEqualTo(Level.OK);
    }

    @Test
    void the_remedy_names_the_kernels_that_fit_the_processor() throws IOException {
        String wide = "sse avx2 fma avx512f avx512dq avx512bw avx512vl avx512cd";
        assertThat(finding(run(Map.of(), wide)).remedy()).contains("OPENBLAS_CORETYPE=SkylakeX");
        assertThat(finding(run(Map.of(), "sse avx2 fma")).remedy()).contains("OPENBLAS_CORETYPE=Haswell");
        assertThat(finding(run(Map.of("OPENBLAS_CORETYPE", "Zen"), wide)).found())
                .isEqualTo("OpenBLAS for Zen; the launcher would choose SkylakeX");
    }

    @Test
    void the_current_directory_is_looked_at_and_left_as_it_was() throws IOException {
        assertThat(run(Map.of(), "sse"))
                .extracting(Finding::subject)
                .contains("java", "processors", "memory", "numerics", "current directory", "free space");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("cpuinfo"));
        }
    }
}
