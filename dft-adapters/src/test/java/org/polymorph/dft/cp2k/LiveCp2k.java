package org.polymorph.dft.cp2k;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/**
 * Runs the real CP2K through the adapter, one job a directory.
 *
 * @param folder of the jobs
 */
record LiveCp2k(Path folder) {
    private static final long DEADLINE_SECONDS = 300;
    private static final Path DATA = Path.of("/usr/share/cp2k");

    /** Skips the test where CP2K or its data are absent. */
    static void assumeInstalled() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cp2k.psmp")));
        Assumptions.assumeTrue(
                program && Files.isReadable(DATA.resolve("GTH_POTENTIALS")),
                "cp2k.psmp or its data are not installed (Debian: cp2k, cp2k-data)");
    }

    /** Returns settings that are quick and coarse; more keys follow as pairs. */
    static Map<String, Object> quick(Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("basis", "SZV-MOLOPT-SR-GTH");
        settings.put("cutoff", 100);
        settings.put("relCutoff", 30);
        settings.put("kgrid", List.of(2, 2, 2));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i].toString(), more[i + 1]);
        }
        return settings;
    }

    static Structure diamond(double a) {
        double h = a / 2;
        return Structure.of(Lattice.of(0, h, h, h, 0, h, h, h, 0), List.of(Element.Si, Element.Si), new double[] {
            0, 0, 0, 0.25, 0.25, 0.25
        });
    }

    CalculationOutcome run(Structure structure, String inputSet, Map<String, Object> settings) {
        return run(structure, inputSet, 0, settings);
    }

    CalculationOutcome run(Structure structure, String inputSet, double pressure, Map<String, Object> settings) {
        Cp2kCode code = new Cp2kCode();
        PreparedJob job = code.prepare(new CalculationRequest(
                List.of(structure), inputSet, pressure, Settings.of(settings), Settings.empty()));
        try {
            Path directory = Files.createTempDirectory(folder, "job");
            for (InputFile file : job.files()) {
                Files.write(directory.resolve(file.name()), file.content());
            }
            Files.writeString(directory.resolve("script.sh"), job.script());
            execute(directory);
            return code.parse(directory).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CalculationResult result(Structure structure, String inputSet, Map<String, Object> settings) {
        return result(run(structure, inputSet, settings));
    }

    static CalculationResult result(CalculationOutcome outcome) {
        Assertions.assertThat(outcome).isInstanceOf(CalculationResult.class);
        return (CalculationResult) outcome;
    }

    static CalculationFailure failure(CalculationOutcome outcome) {
        Assertions.assertThat(outcome).isInstanceOf(CalculationFailure.class);
        return (CalculationFailure) outcome;
    }

    private static void execute(Path directory) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "script.sh")
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("CP2K took more than " + DEADLINE_SECONDS + " s in " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
