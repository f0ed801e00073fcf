package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.model.format.Frame;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Structures of a campaign as a file. */
@Command(
        name = "export",
        description = "Write structures of a campaign to a file, in the format of its suffix, or all there is of it.")
final class ExportCommand implements Callable<Integer> {
    /** What can be exported. */
    enum What {
        /** The ranked results. */
        results,
        /** Every label: structure as calculated, with energy, forces and stress. */
        labels,
        /** Every stage of the final relaxations that has ended well. */
        finals,
        /** The pool as it stands. */
        pool,
        /** All of these, the pool after every round, and all tables. */
        all
    }

    private final Console console;

    @Mixin
    private CampaignOption campaign = new CampaignOption();

    @Option(
            names = "--what",
            paramLabel = "WHAT",
            description = "results, labels, finals, pool or all; by default ${DEFAULT-VALUE}.",
            defaultValue = "results")
    private What what = What.results;

    @Option(names = "--rank", paramLabel = "N", description = "Only the result of this rank.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description =
                    "The file: .extxyz, .cif, .vasp, .db for a database of ASE; - is stdout, as extxyz. For all: a .db, a"
                            + " new directory, or a .tar.gz.")
    private String output = "";

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean ase = output.endsWith(".db");
        if (ase || what == What.all) {
            StructureArguments.checkParent("-o", Path.of(output));
        } else {
            StructureArguments.checkOutput(output);
        }
        try (CampaignDirectory directory = campaign.open()) {
            if (what == What.all && !ase) {
                return whole(directory);
            }
            List<Frame> frames = frames(directory.reader());
            if (frames.isEmpty()) {
                throw new UsageException("campaign " + directory.campaign() + " has no " + what + " yet"
                        + rank.map(n -> " of rank " + n).orElse(""));
            }
            if (ase) {
                WholeCampaign.writeAse(Path.of(output), directory, frames);
            } else {
                StructureArguments.write(output, frames, console);
            }
            if (!StructureArguments.isStdout(output)) {
                if (console.json()) {
                    console.write(Json.of("file", output, "structures", frames.size()));
                } else {
                    console.say(output + ": " + frames.size() + " structures");
                }
            }
        }
        return ExitCode.DONE;
    }

    private int whole(CampaignDirectory directory) {
        List<String> files = WholeCampaign.write(directory, Path.of(output));
        if (console.json()) {
            console.write(Json.of("file", output, "files", files));
        } else {
            console.say(output + ": " + String.join(", ", files));
        }
        return ExitCode.DONE;
    }

    private List<Frame> frames(CampaignReader reader) {
        return switch (what) {
            case results -> CampaignFrames.results(reader, rank);
            case labels -> CampaignFrames.labels(reader);
            case finals -> CampaignFrames.finals(reader);
            case pool -> CampaignFrames.pool(reader);
            case all -> WholeCampaign.frames(reader);
        };
    }
}
