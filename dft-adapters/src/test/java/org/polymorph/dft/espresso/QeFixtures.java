package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;

/** The real pw.x outputs of the shared data, and their reference values. */
final class QeFixtures {
    private QeFixtures() {}

    /** Returns the folder of the outputs; skips the test where it is absent. */
    static Path folder() {
        String shared = System.getProperty("polymorph.shared", "../../shared");
        Path folder = Path.of(shared, "data", "qe");
        Assumptions.assumeTrue(Files.isDirectory(folder), "the shared data are absent: " + folder);
        return folder;
    }

    static JsonNode references() throws IOException {
        return new ObjectMapper().readTree(folder().resolve("references.json").toFile());
    }

    static CalculationOutcome parse(Path directory) {
        return new EspressoCode().parse(directory).get(0);
    }

    static CalculationResult result(CalculationOutcome outcome) {
        assertThat(outcome).isInstanceOf(CalculationResult.class);
        return (CalculationResult) outcome;
    }

    static CalculationFailure failure(CalculationOutcome outcome) {
        assertThat(outcome).isInstanceOf(CalculationFailure.class);
        return (CalculationFailure) outcome;
    }
}
