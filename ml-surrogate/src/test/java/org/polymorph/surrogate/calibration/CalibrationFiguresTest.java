package org.polymorph.surrogate.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;

/**
 * What uncertainties tell of errors on random Si8 cells, a quarter of which is held out: labels of pw.x, which are noisy, and
 * those that the potential of Tersoff gives the same cells, which are not. Prints the rows of docs/benchmarks.md.
 */
@Tag("long")
class CalibrationFiguresTest {
    private static final List<LabelledStructure> NOISY = new ArrayList<>();

    @BeforeAll
    static void read() {
        Path file = Path.of(System.getProperty("polymorph.shared", "absent"), "data", "si8-pwx", "train.extxyz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<Frame> frames = StructureFiles.read(file);
        for (int s = 0; s < frames.size(); s++) {
            NOISY.add(new LabelledStructure(
                    String.format("%04d", s),
                    frames.get(s).structure(),
                    frames.get(s).evaluation().orElseThrow()));
        }
    }

    private static List<LabelledStructure> labels(String kind) {
        if (kind.equals("pw.x")) {
            return NOISY;
        }
        Calculator potential =
                Providers.of(CalculatorProvider.class).get("tersoff").create(Settings.empty());
        return NOISY.stream()
                .map(label ->
                        new LabelledStructure(label.id(), label.structure(), potential.evaluate(label.structure())))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ace, pw.x, 50",
        "ace, pw.x, 254",
        "ace, tersoff, 50",
        "ace, tersoff, 254",
        "schnet, pw.x, 100",
        "schnet, tersoff, 100"
    })
    void uncertainties_are_those_of_labels_that_were_not_seen(String type, String kind, int count) {
        List<LabelledStructure> train = new ArrayList<>();
        List<LabelledStructure> test = new ArrayList<>();
        for (LabelledStructure label : labels(kind)) {
            (Integer.parseInt(label.id()) % 4 == 0 ? test : train).add(label);
        }
        SurrogateModel model;
        try (Workers workers = new Workers(2)) {
            Map<String, Object> settings =
                    type.equals("ace") ? Map.of() : Map.of("ensemble", 4, "features", 32, "epochs", 120);
            model = Providers.of(Surrogate.class)
                    .get(type)
                    .train(TrainingTask.of(
                            train.subList(0, Math.min(count, train.size())),
                            Settings.of(settings),
                            new Seed(1),
                            workers));
        }
        HeldOutErrors errors = new HeldOutErrors();
        test.forEach(label -> errors.add(label.evaluation(), model.predict(label.structure())));
        HeldOutSummary summary = HeldOutSummary.of(errors);
        System.out.println(row(type, kind, count, "energy, meV/atom", summary.energy()));
        System.out.println(row(type, kind, count, "force, eV/Å", summary.forces()));
        assertThat(summary.forces().ratio()).isBetween(0.6, 1.5);
        assertThat(summary.forces().within1()).isBetween(0.55, 0.85);
        assertThat(summary.forces().worstTenth()).isGreaterThan(0.5);
        assertThat(summary.energy().ratio()).isBetween(0.3, 2.5);
    }

    private static String row(String type, String kind, int labels, String quantity, ErrorSummary errors) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %d | %s | %.3g | %.2f | %.0f | %.0f | %.1f | %.2f | %.2f |",
                type,
                kind,
                labels,
                quantity,
                errors.mae(),
                errors.ratio(),
                100 * errors.within1(),
                100 * errors.within2(),
                100 * errors.calibrationError(),
                errors.rankCorrelation(),
                errors.worstTenth());
    }
}
