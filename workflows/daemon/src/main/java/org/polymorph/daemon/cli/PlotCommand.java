package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polymorph.daemon.plot.ConvergencePlot;
import org.polymorph.daemon.plot.EnergyRoundPlot;
import org.polymorph.daemon.plot.EnergyVolumePlot;
import org.polymorph.daemon.plot.HullPlot;
import org.polymorph.daemon.plot.JobsPlot;
import org.polymorph.daemon.plot.ParityPlot;
import org.polymorph.daemon.plot.Picture;
import org.polymorph.engine.config.CampaignSettings;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.hull.ConvexHull;
import org.polymorph.surrogate.hull.HullEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Draws a campaign. */
@Command(
        name = "plot",
        description = "Draw a campaign as it stands, as PNG or SVG; also while another process works on it.")
final class PlotCommand implements Callable<Integer> {
    /** What can be drawn. */
    enum Kind {
        ENERGY_VOLUME,
        ENERGY_ROUND,
        CONVERGENCE,
        PARITY,
        JOBS,
        HULL;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The words for shells that complete them. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kind.values()).map(Kind::toString).iterator();
        }
    }

    /** Reads such a word. */
    static final class Reader implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String word) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> {
                        List<String> known =
                                Arrays.stream(Kind.values()).map(Kind::toString).toList();
                        return new TypeConversionException("expected one of " + String.join(", ", known) + ", found \""
                                + word + "\"" + Spelling.suggestion(word, known));
                    });
        }
    }

    private final Console console;

    @Mixin
    private CampaignOption campaign = new CampaignOption();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            required = true,
            converter = Reader.class,
            completionCandidates = Words.class,
            description = {
                "energy-volume: the pool, by clusters; energy-round: energies as they fall; convergence: the lowest"
                        + " clusters from round to round; parity: the surrogate of the round before against DFT;"
                        + " jobs: when each waited and ran; hull: energies or enthalpies over composition, with --reference."
            })
    private Kind kind = Kind.ENERGY_VOLUME;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "For hull: structures with energies of other compositions, among them one of each element alone;"
                            + " may be given several times.")
    private List<String> references = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file: .png or .svg.")
    private String output = "";

    PlotCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PictureFile.check(output);
        if (kind != Kind.HULL && !references.isEmpty()) {
            throw new UsageException("--reference: expected --kind hull, found --kind " + kind);
        }
        try (CampaignDirectory directory = campaign.open()) {
            CampaignReader reader = directory.reader();
            Picture picture = UsageException.at(
                    "campaign " + directory.campaign() + ", --kind " + kind,
                    () -> picture(directory.campaign(), reader));
            PictureFile.write(output, picture, console);
        }
        return ExitCode.DONE;
    }

    private Picture picture(String name, CampaignReader reader) {
        Map<String, Object> spec = reader.campaign().orElseThrow().spec();
        return switch (kind) {
            case ENERGY_VOLUME -> EnergyVolumePlot.of(name, reader);
            case ENERGY_ROUND -> EnergyRoundPlot.of(name, reader);
            case CONVERGENCE -> ConvergencePlot.of(name, reader);
            case PARITY -> {
                try (Workers workers = new Workers(console.threads())) {
                    yield ParityPlot.of(name, reader, surrogate(spec), workers);
                }
            }
            case JOBS -> JobsPlot.of(name, String.valueOf(spec.getOrDefault("site", "local")), reader);
            case HULL -> HullPlot.of(name, ConvexHull.of(entries(reader)), CampaignSettings.gigapascals(spec));
        };
    }

    private static String surrogate(Map<String, Object> spec) {
        return spec.get("surrogate") instanceof Map<?, ?> section && section.get("type") instanceof String type
                ? type
                : "ace";
    }

    private List<HullEntry> entries(CampaignReader reader) {
        double pressure =
                CampaignSettings.pressure(reader.campaign().orElseThrow().spec());
        List<HullEntry> entries = new ArrayList<>(HullCommand.entries(references, pressure, console));
        reader.labels()
                .forEach(label -> entries.add(new HullEntry(
                        label.id(),
                        label.structure().composition(),
                        (label.evaluation().energy()
                                        + pressure * label.structure().volume())
                                / label.structure().size())));
        reader.results()
                .forEach(result -> entries.add(
                        new HullEntry(result.candidate(), result.structure().composition(), result.enthalpy())));
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw yet: no label has been calculated");
        }
        return entries;
    }
}
