package org.polymorph.dft.espresso;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/** Runs the real pw.x through the adapter, one job a directory, as a scheduler would. */
final class LivePw {
    private static final long DEADLINE_SECONDS = 240;
    /** Where Debian's package puts pseudopotentials, unless a system property says otherwise. */
    static final Path PSEUDO = Path.of(System.getProperty("polymorph.pseudo", "/usr/share/espresso/pseudo"));

    private final Path folder;
    private int jobs;

    LivePw(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where pw.x or the silicon pseudopotential is absent. */
    static void assumeInstalled() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pw.x")));
        Assumptions.assumeTrue(program, "pw.x is not installed (Debian: quantum-espresso)");
        Assumptions.assumeTrue(
                Files.isRegularFile(PSEUDO.resolve("Si.pz-vbc.UPF")),
                "Si.pz-vbc.UPF is not in " + PSEUDO + " (Debian: quantum-espresso-data)");
    }

    /** Returns settings for silicon; more keys follow as pairs. */
    static Map<String, Object> silicon(double ecutwfc, Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("ecutwfc", ecutwfc);
        settings.put("degauss", 0.015);
        settings.put("pseudopotentials", Map.of("Si", "Si.pz-vbc.UPF"));
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

    CalculationOutcome run(Structure structure, String inputSet, Map<String, Object> settings) {
        return run(structure, inputSet, 0, settings, Map.of());
    }

    CalculationOutcome run(
            Structure structure, String inputSet, double pressure, Map<String, Object> settings, Map<String, ?> site) {
        EspressoCode code = new EspressoCode();
        PreparedJob job = code.prepare(new CalculationRequest(
                List.of(structure), inputSet, pressure, Settings.of(settings), Settings.of(site)));
        try {
            Path directory = Files.createDirectories(folder.resolve("job" + jobs++));
            for (InputFile file : job.files()) {
                Files.write(directory.resolve(file.name()), file.content());
            }
            Files.writeString(directory.resolve("script.sh"), job.script());
            execute(directory);
            return code.parse(directory).get(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void execute(Path directory) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "script.sh")
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("pw.x took more than " + DEADLINE_SECONDS + " s in " + directory);
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the directory of the last job. */
    Path last() {
        return folder.resolve("job" + (jobs - 1));
    }
}
