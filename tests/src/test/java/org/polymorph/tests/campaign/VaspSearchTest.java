package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** {@code examples/si8-vasp.yaml} at a smaller size, with the stand-in {@code tests/fake-vasp} in the place of VASP. */
class VaspSearchTest {
    // Stillinger-Weber diamond: -2 epsilon of 2.1683 eV an atom (Phys. Rev. B 31, 5262)
    private static final double DIAMOND = -4.3366;

    // which calculations fail depends on their structure alone; labels, by their EDIFF, may fail for good
    private static final String SITE = """
            codes:
              vasp:
                command: '%s'
                potcarDir: '%s'
                prelude:
                  - 'case $(($(cksum <POSCAR | cut -d" " -f1) %% 8)) in'
                  - '0) if grep -q "EDIFF = 1.0E-6" INCAR; then FAKE_VASP_FAIL=zpotrf; fi ;;'
                  - '1|2|3) FAKE_VASP_FAIL="edddav unless ALGO=All" ;;'
                  - 'esac'
                  - 'export FAKE_VASP_FAIL'
            """;

    @TempDir
    private Path directory;

    @Test
    void a_search_repairs_some_calculations_gives_up_others_and_finds_diamond() throws Exception {
        Path datasets = directory.resolve("potpaw");
        Files.createDirectories(datasets.resolve("Si"));
        Files.writeString(datasets.resolve("Si/POTCAR"), """
                  PAW_PBE Si 05Jan2001
                   LEXCH  = PE
                   TITEL  = PAW_PBE Si 05Jan2001
                   POMASS =   28.085; ZVAL   =    4.000
                   ENMAX  =  245.345; ENMIN  =  184.009 eV
                """);
        Path checkout = PolymorphProcess.checkout();
        Search search = new Search(directory, checkout.resolve("examples/si8-vasp.yaml"), List.of(), Map.of())
                .with("search.composition=Si2", "pool.size=100", "label.perRound=8", "label.quorum=1")
                .with("stop.topK=3", "stop.rounds=5", "stop.tolerance=0.02", "resources.tasks=1")
                .onSite("fake", SITE.formatted(checkout.resolve("tests/fake-vasp"), datasets))
                .withArguments("--json");

        JsonNode document = search.run().json();
        assertThat(document.get("exit").asText()).isIn("CONVERGED", "ROUNDS");
        JsonNode best = document.get("results").get(0);
        assertThat(best.get("converged").asBoolean()).isTrue();
        assertThat(best.get("enthalpyPerAtom").asDouble()).isCloseTo(DIAMOND, within(1e-3));

        Ledger ledger = Ledger.of(search.data());
        assertThat(ledger.calculations().values())
                .extracting(Ledger.Calculation::state)
                .containsOnly("DONE", "FAILED")
                .contains("DONE", "FAILED");
        // one more job for each that was repaired
        assertThat(ledger.jobs()).hasSizeGreaterThan(ledger.calculations().size());
        assertThat(ledger.jobs().values()).allMatch(Ledger.Job::collected);
        try (Stream<Path> files = Files.walk(search.data())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("vasprun.xml")
                    .doesNotContain("POTCAR");
        }
    }
}
