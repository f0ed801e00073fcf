package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.match.CrystalGroups;
import org.polymorph.surrogate.match.MatchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One structure of each crystal. */
@Command(
        name = "deduplicate",
        description =
                "Keeps one structure of each crystal: the one of lowest energy, or the first where energies lack. What"
                        + " a chain of pairs within the tolerance connects is one crystal.")
final class DeduplicateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Structures in any format that is known; - is stdin.")
    private List<String> files = List.of();

    @Mixin
    private final MatchOptions options = new MatchOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write what is kept, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    DeduplicateCommand(Console console) {
        this.console = console;
    }

    /** A group and the member of it that is kept, counted from 0. */
    private record Group(int kept, List<Integer> members) {}

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        MatchSettings settings = options.settings();
        List<Frame> frames = SoundStructures.read(files, console);
        List<Group> groups = groups(frames, settings);
        output.ifPresent(file -> StructureArguments.write(
                file, groups.stream().map(group -> kept(frames, group)).toList(), console));
        if (output.filter(StructureArguments::isStdout).isEmpty()) {
            report(frames, groups, settings);
        }
        return ExitCode.DONE;
    }

    private List<Group> groups(List<Frame> frames, MatchSettings settings) {
        List<Structure> structures = frames.stream().map(Frame::structure).toList();
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("compared", structures.size());
            return UsageException.at(
                            String.join(", ", files), () -> CrystalGroups.of(structures, settings, workers, progress))
                    .stream()
                    .map(members -> new Group(lowest(frames, members), members))
                    .toList();
        }
    }

    private static int lowest(List<Frame> frames, List<Integer> members) {
        return members.stream()
                .min(Comparator.comparingDouble(
                        member -> FrameEnergy.perAtom(frames.get(member)).orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }

    private static Frame kept(List<Frame> frames, Group group) {
        Frame frame = frames.get(group.kept());
        Map<String, String> info = new LinkedHashMap<>(frame.info());
        info.put("copies", Integer.toString(group.members().size()));
        return new Frame(frame.structure(), frame.evaluation(), info);
    }

    private static Map<String, Object> json(List<Frame> frames, Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kept", group.kept());
        json.put("members", group.members());
        SpaceGroupText.put(json, frames.get(group.kept()).structure());
        return json;
    }

    private void report(List<Frame> frames, List<Group> groups, MatchSettings settings) {
        if (console.json()) {
            List<Object> entries = new ArrayList<>();
            groups.forEach(group -> entries.add(json(frames, group)));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("tolerance", settings.tolerance());
            json.put("structures", frames.size());
            json.put("groups", entries);
            console.write(json);
            return;
        }
        console.say(
                frames.size() + " structures, " + groups.size() + " crystals within " + settings.tolerance() + " Å");
        Table table = new Table("kept", "formula", "energy [eV/atom]", "space group", "copies", "of structures");
        for (Group group : groups) {
            Frame frame = frames.get(group.kept());
            List<String> others = group.members().stream()
                    .map(member -> Integer.toString(member + 1))
                    .toList();
            table.row(
                    Integer.toString(group.kept() + 1),
                    frame.structure().composition().toString(),
                    FrameEnergy.perAtom(frame)
                            .map(energy -> Outcomes.fixed("%.6f", energy))
                            .orElse("–"),
                    SpaceGroupText.of(frame.structure()),
                    Integer.toString(others.size()),
                    String.join(", ", others));
        }
        table.lines().forEach(console::say);
    }
}
