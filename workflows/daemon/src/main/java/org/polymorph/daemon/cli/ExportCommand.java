package org.polymorph.daemon.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.format.Frame;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Structures of a campaign as a file. */
@Command(name = "export", description = "Write structures of a campaign to a file, in the format of its suffix.")
final class ExportCommand implements Callable<Integer> {
    /** What can be exported. */
    enum What {
        /** The ranked results. */
        results,
        /** Every label: structure as calculated, with energy, forces and stress. */
        labels,
        /** The pool as it stands. */
        pool
    }

    private final Console console;

    @Mixin
    private CampaignOption campaign = new CampaignOption();

    @Option(
            names = "--what",
            paramLabel = "WHAT",
            description = "results, labels or pool; by default ${DEFAULT-VALUE}.",
            defaultValue = "results")
    private What what = What.results;

    @Option(names = "--rank", paramLabel = "N", description = "Only the result of this rank.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file: .extxyz, .cif, .vasp; - is stdout, as extxyz.")
    private String output = "";

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StructureArguments.checkOutput(output);
        try (CampaignDirectory directory = campaign.open()) {
            List<Frame> frames = frames(directory.reader());
            if (frames.isEmpty()) {
                throw new UsageException("campaign " + directory.campaign() + " has no " + what + " yet"
                        + rank.map(n -> " of rank " + n).orElse(""));
            }
            StructureArguments.write(output, frames, console);
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

    private List<Frame> frames(CampaignReader reader) {
        return switch (what) {
            case results ->
                reader.results().stream()
                        .filter(result -> rank.isEmpty() || rank.get() == result.rank())
                        .map(result -> frame(reader, result))
                        .toList();
            case labels ->
                reader.calculations(Purpose.LABEL).stream()
                        .filter(label -> label.state() == Calculation.State.DONE)
                        .map(label -> {
                            Frame frame = label.result().orElseThrow();
                            return new Frame(frame.structure(), frame.evaluation(), Map.of("label", label.id()));
                        })
                        .toList();
            case pool -> pool(reader);
        };
    }

    private static Frame frame(CampaignReader reader, RankedResult result) {
        Frame relaxed =
                reader.calculation(result.calculation()).orElseThrow().result().orElseThrow();
        Map<String, String> info = new LinkedHashMap<>();
        info.put("rank", Integer.toString(result.rank()));
        info.put("candidate", result.candidate());
        info.put("enthalpy_per_atom", Double.toString(result.enthalpy()));
        // the same atoms in the same orientation, so that the forces fit
        return new Frame(result.structure(), relaxed.evaluation(), info);
    }

    private static List<Frame> pool(CampaignReader reader) {
        return reader.pool().stream()
                .map(frame -> {
                    Map<String, String> info = new LinkedHashMap<>();
                    info.put("candidate", frame.candidate());
                    info.put("outcome", frame.outcome());
                    frame.cluster().ifPresent(cluster -> info.put("cluster", cluster));
                    if (Double.isFinite(frame.enthalpy())) {
                        info.put("surrogate_enthalpy_per_atom", Double.toString(frame.enthalpy()));
                    }
                    return new Frame(frame.structure(), Optional.empty(), info);
                })
                .toList();
    }
}
