package org.polymorph.dft.abinit;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Runs the real ABINIT through the adapter, one job a directory, as a scheduler would. */
final class LiveAbinit {
    /** Where Debian's package puts pseudopotentials. */
    static final Path PSEUDO = Path.of("/usr/share/abinit/psp");

    private static final long DEADLINE_SECONDS = 240;

    private final Path folder;
    private int jobs;

    LiveAbinit(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where ABINIT or its pseudopotentials are absent. */
    static void assumeInstalled() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "abinit")));
        Assumptions.assumeTrue(program, "ABINIT is not installed (Debian: abinit)");
        Assumptions.assumeTrue(
                Files.isRegularFile(PSEUDO.resolve("14si.pspnc")),
                "14si.pspnc is not in " + PSEUDO + " (Debian: abinit-data)");
    }

    /** Returns settings for silicon; more keys follow as pairs. */
    static Map<String, Object> silicon(Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("ecut", 8);
        settings.put("kgrid", List.of(2, 2, 2));
        settings.put("pseudopotentials", Map.of("Si", "14si.pspnc"));
        settings.put("pseudoDir", PSEUDO.toString());
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

    static CalculationRequest request(
            Structure structure, String inputSet, double pressure, Map<String, ?> settings, Map<String, ?> site) {
        return new CalculationRequest(List.of(structure), inputSet, pressure, Settings.of(settings), Settings.of(site));
    }

    CalculationOutcome run(Structure structure, String inputSet, Map<String, Object> settings) {
        return run(request(structure, inputSet, 0, settings, Map.of()));
    }

    CalculationOutcome run(CalculationRequest request) {
        AbinitCode code = new AbinitCode();
        Path directory = write(code.prepare(request));
        try {
            finish(start(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code.parse(directory).get(0);
    }

    /** Writes the files of a job into a directory of its own. */
    Path write(PreparedJob job) {
        try {
            Path directory = Files.createDirectories(folder.resolve("job" + jobs++));
            for (InputFile file : job.files()) {
                Files.write(directory.resolve(file.name()), file.content());
            }
            Files.writeString(directory.resolve("script.sh"), job.script());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Process start(Path directory) throws IOException {
        return new ProcessBuilder("/bin/sh", "script.sh")
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    static void finish(Process process) {
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("ABINIT took more than " + DEADLINE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Returns the directory of the last job. */
    Path last() {
        return folder.resolve("job" + (jobs - 1));
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
