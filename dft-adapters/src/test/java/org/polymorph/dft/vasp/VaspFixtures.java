package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.polymorph.dft.output.OutputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;

/** The real VASP outputs of the shared data, and their reference values. */
final class VaspFixtures {
    private VaspFixtures() {}

    /** Returns the folder of the outputs; skips the test where it is absent. */
    static Path folder() {
        String shared = System.getProperty("polymorph.shared", "../../shared");
        Path folder = Path.of(shared, "data", "vasp");
        Assumptions.assumeTrue(Files.isDirectory(folder), "the shared data are absent: " + folder);
        return folder;
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    static JsonNode truth(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder().resolve("references.json").toFile())
                .get(name)
                .get("truth");
    }

    /** Returns the bytes of a file, decompressed. */
    static byte[] bytes(String name) throws IOException {
        try (InputStream in = OutputFile.open(file(name))) {
            return in.readAllBytes();
        }
    }

    static CalculationOutcome parse(Path directory) {
        return VaspJobDirectory.read(directory).outcome();
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
