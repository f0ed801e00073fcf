package org.polymorph.dft.vasp;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.polymorph.dft.vasp.fake.FakeVasp;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/** Jobs of the adapter with the stand-in for VASP and made-up datasets, in a folder of a test. */
final class VaspJob {
    /** Diamond, compressed by 3 % and sheared a little, so that there is something to relax. */
    static final Structure SILICON = Structure.of(
            Lattice.of(0.02, 2.64, 2.64, 2.64, 0, 2.62, 2.62, 2.64, 0),
            List.of(Element.Si, Element.Si),
            new double[] {0, 0, 0, 0.26, 0.25, 0.24});

    private final VaspCode code = new VaspCode();
    private final Path folder;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, Object> site = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Resources resources = Resources.DEFAULT;
    private int jobs;
    private boolean stopped;

    /** All attempts: what each came to. */
    final List<CalculationOutcome> outcomes = new ArrayList<>();

    /** What followed each failure. */
    final List<Remedy> remedies = new ArrayList<>();

    VaspJob(Path folder) throws IOException {
        this.folder = folder;
        dataset("Si", "PAW_PBE Si 05Jan2001", "PE", 245.345, 4);
        site.put("potcarDir", folder.resolve("potpaw").toString());
        settings.put("kspacing", 0.5);
    }

    /** Adds a made-up dataset of the shape of VASP's. */
    Path dataset(String label, String title, String exchange, double enmax, double valence) throws IOException {
        Path target = Files.createDirectories(folder.resolve("potpaw").resolve(label));
        return Files.writeString(
                target.resolve("POTCAR"),
                "  " + title + "\n   " + valence + "\n parameters from PSCTR are:\n   VRHFIN =" + label
                        + ": synthetic\n"
                        + "   LEXCH  = " + exchange + "\n\n   TITEL  = " + title
                        + "\n   POMASS =   28.085; ZVAL   =    "
                        + valence + "    mass and valenz\n   ENMAX  =  " + enmax + "; ENMIN  =  184.009 eV\n"
                        + " END of PSCTR-controll parameters\n local part\n  0.0\n End of Dataset\n");
    }

    VaspJob with(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    VaspJob at(String key, Object value) {
        site.put(key, value);
        return this;
    }

    VaspJob failing(String how) {
        environment.put("FAKE_VASP_FAIL", how);
        return this;
    }

    /** Has the stand-in compute with another potential than Stillinger-Weber. */
    VaspJob asIf(String potential) {
        environment.put("FAKE_VASP_POTENTIAL", potential);
        return this;
    }

    VaspJob taking(Duration walltime, int stepMillis) {
        resources = new Resources(1, 1, walltime, 0);
        environment.put("FAKE_VASP_STEP_MS", String.valueOf(stepMillis));
        return this;
    }

    /** Has the stand-in find a STOPCAR after its first step. */
    VaspJob stopped() {
        stopped = true;
        return this;
    }

    VaspJob using(Resources given) {
        resources = given;
        return this;
    }

    CalculationRequest request(Structure structure, String inputSet) {
        return new CalculationRequest(
                List.of(structure), inputSet, 0, Settings.of(settings), Settings.of(site), resources, Attempt.FIRST);
    }

    /** Writes the inputs of a job into a new directory and returns it. */
    Path prepare(CalculationRequest request) throws IOException {
        PreparedJob job = code.prepare(request);
        Path directory = Files.createDirectories(folder.resolve("job" + ++jobs));
        for (InputFile file : job.files()) {
            Files.write(directory.resolve(file.name()), file.content());
        }
        Files.writeString(directory.resolve("job.sh"), "#!/bin/sh\n" + job.script());
        return directory;
    }

    /** Runs the stand-in in this process, with the POTCAR as the script assembles it. */
    CalculationOutcome compute(CalculationRequest request) throws IOException, InterruptedException {
        Path directory = prepare(request);
        StringBuilder potcar = new StringBuilder();
        for (Element element :
                AtomOrder.of(request.structures().get(0))
                        .sorted(request.structures().get(0))
                        .species()
                        .stream()
                        .distinct()
                        .toList()) {
            potcar.append(Files.readString(
                    folder.resolve("potpaw").resolve(element.symbol()).resolve("POTCAR")));
        }
        Files.writeString(directory.resolve("POTCAR"), potcar);
        if (stopped) {
            Files.writeString(directory.resolve("STOPCAR"), "LSTOP = .TRUE.\n");
        }
        int status;
        try (PrintStream out = new PrintStream(
                Files.newOutputStream(directory.resolve("vasp.out")), true, StandardCharsets.ISO_8859_1)) {
            status = FakeVasp.run(directory, environment, out);
        }
        Files.writeString(directory.resolve("vasp.exit"), status + "\n");
        return code.parse(directory).get(0);
    }

    /** Runs the job's script as a scheduler does, with the stand-in as a process. */
    CalculationOutcome script(CalculationRequest request) throws IOException, InterruptedException {
        return code.parse(runScript(prepare(request))).get(0);
    }

    /** Runs a job's script to its end. */
    Path runScript(Path directory) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "job.sh")
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the job's script does not end");
        }
        return directory;
    }

    /** Returns the command that starts the stand-in as a process. */
    static String command() {
        return ShellWord.quote(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " -XX:TieredStopAtLevel=1 -cp "
                + ShellWord.quote(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                + " " + FakeVasp.class.getName();
    }

    /** Attempts until there is a result or nothing more to try, as a campaign does, and returns what it ended with. */
    Optional<Remedy> repair(Structure structure, String inputSet) throws IOException, InterruptedException {
        CalculationRequest request = request(structure, inputSet);
        while (outcomes.size() < 30) {
            CalculationOutcome outcome = compute(request);
            outcomes.add(outcome);
            Optional<CalculationFailure> failure = outcome.fold(result -> Optional.empty(), Optional::of);
            if (failure.isEmpty()) {
                return Optional.empty();
            }
            Remedy remedy = code.remedy(request, failure.get());
            if (remedy.action() != Remedy.Action.RETRY) {
                return Optional.of(remedy);
            }
            remedies.add(remedy);
            Structure next = remedy.start() == Remedy.Start.LAST
                    ? failure.get().geometry().orElse(structure)
                    : structure;
            List<Remedy> applied = new ArrayList<>(request.attempt().remedies());
            applied.add(remedy);
            request = new CalculationRequest(
                    List.of(next),
                    inputSet,
                    0,
                    Settings.of(settings),
                    Settings.of(site),
                    resources,
                    new Attempt(applied, Optional.of("../job" + jobs)));
        }
        throw new AssertionError("repairs do not end: " + remedies);
    }
}
