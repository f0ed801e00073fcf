package org.polymorph.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A DFT code without a campaign: its inputs written, its outputs read. */
@Command(name = "dft", description = "Write the inputs of a DFT code, read its outputs.")
final class DftCommand implements Runnable {
    private static final String SCRIPT = "job.sh";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    DftCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dft: expected prepare or parse");
    }

    @Command(
            name = "prepare",
            description = {
                "Write the inputs of a code and the script job.sh that runs it.",
                "Structures that do not fit into one job get a directory each: DIR/0001, DIR/0002, …"
            })
    int prepare(
            @Parameters(paramLabel = "CODE", description = "Name of the code, such as espresso.") String codeName,
            @Parameters(paramLabel = "FILE", description = "Structures; - is stdin.") String file,
            @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Made if missing.")
                    Path directory,
            @Option(
                            names = "--stage",
                            paramLabel = "NAME",
                            defaultValue = "static",
                            description = "Input set: static, coarse, fine; by default ${DEFAULT-VALUE}.")
                    String stage,
            @Option(
                            names = "--pressure",
                            paramLabel = "GPA",
                            defaultValue = "0",
                            description = "Of relaxations, in GPa.")
                    double pressure,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A setting of the code, as under calculate.settings of a campaign file.")
                    List<String> sets,
            @Option(names = "--site", paramLabel = "NAME", defaultValue = "local", description = "By default local.")
                    String siteName)
            throws IOException {
        DftCode code = code(codeName);
        SiteSpec siteSpec = ConfigLoader.ofSystem().site(siteName, Path.of(""));
        Settings site = siteSpec.code(codeName);
        Resources resources = siteSpec.resources();
        Settings settings = KeyValues.settings("--set", sets == null ? List.of() : sets);
        List<Structure> structures = StructureArguments.read(file, console).stream()
                .map(Frame::structure)
                .toList();
        check(
                code,
                new CalculationRequest(structures, stage, pressure, settings.fresh(), site.fresh()).with(resources));
        int perJob = code.maxStructuresPerJob();
        List<Path> written = new ArrayList<>();
        for (int from = 0; from < structures.size(); from += perJob) {
            List<Structure> part = structures.subList(from, Math.min(structures.size(), from + perJob));
            Path target = structures.size() <= perJob
                    ? directory
                    : directory.resolve(String.format("%04d", from / perJob + 1));
            PreparedJob job = code.prepare(
                    new CalculationRequest(part, stage, pressure, settings.fresh(), site.fresh()).with(resources));
            written.addAll(write(job, target));
        }
        List<String> names = written.stream().map(Path::toString).toList();
        if (console.json()) {
            console.write(Map.of("files", names));
        } else {
            names.forEach(console::say);
        }
        return ExitCode.DONE;
    }

    @Command(name = "parse", description = "Read the outputs of a code as results or classified failures.")
    int parse(
            @Parameters(index = "0", paramLabel = "CODE", description = "Name of the code, such as espresso.")
                    String codeName,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "DIR", description = "Directory of a job.")
                    List<Path> directories,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write the structures with their results; - is stdout, as extxyz.")
                    Optional<String> output,
            @Option(
                            names = "--path",
                            paramLabel = "FILE",
                            description = "Write every ionic step with energy, forces and stress, of failed jobs too.")
                    Optional<String> path)
            throws NotDirectoryException {
        DftCode code = code(codeName);
        output.ifPresent(StructureArguments::checkOutput);
        path.ifPresent(file -> {
            if (StructureArguments.isStdout(file)) {
                throw new UsageException("--path -: expected the name of a file");
            }
            StructureArguments.checkOutput(file);
        });
        List<Outcomes.Entry> entries = new ArrayList<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
            for (CalculationOutcome outcome : code.parse(directory)) {
                Map<String, String> facts = new LinkedHashMap<>();
                if (directories.size() > 1) {
                    facts.put("directory", directory.toString());
                }
                entries.add(new Outcomes.Entry(Optional.empty(), outcome, facts, Map.of()));
            }
        }
        path.ifPresent(file -> StructureArguments.write(file, paths(code, directories), console));
        return new Outcomes(console).report(entries, output);
    }

    private static List<Frame> paths(DftCode code, List<Path> directories) {
        List<Frame> frames = new ArrayList<>();
        for (Path directory : directories) {
            int before = frames.size();
            code.path(
                    directory,
                    step -> frames.add(new Frame(
                            step.structure(),
                            Optional.of(step.evaluation()),
                            Map.of(
                                    "directory",
                                    directory.toString(),
                                    "step",
                                    String.valueOf(frames.size() - before + 1)))));
        }
        return frames;
    }

    private static DftCode code(String name) {
        return ProviderArguments.get("CODE", "DFT code", DftCode.class, name);
    }

    private static void check(DftCode code, CalculationRequest request) {
        code.validate(request);
        List<String> problems = new ArrayList<>(request.settings().problems());
        problems.addAll(request.site().problems());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static List<Path> write(PreparedJob job, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        for (InputFile file : job.files()) {
            written.add(Files.write(directory.resolve(file.name()), file.content()));
        }
        Path script = directory.resolve(SCRIPT);
        String text = job.script().startsWith("#!") ? job.script() : "#!/bin/sh\n" + job.script();
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        written.add(script);
        return written;
    }
}
