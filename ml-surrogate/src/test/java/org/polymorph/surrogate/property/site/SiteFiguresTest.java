package org.polymorph.surrogate.property.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyContract;

/** The figures of docs/benchmarks.md: sites, atoms, and both, on the same crystals. */
@Tag("long")
class SiteFiguresTest {
    /** Of the crystals made, the lower ones, which a search looks at; what is squeezed has energies without end. */
    private static final double KEPT = 0.5;

    /** Returns crystals in any space group, with energies an atom by a potential, in random order. */
    private static List<PropertyLabel> crystals(String potential, String formulas, int count) {
        Calculator calculator =
                Providers.of(CalculatorProvider.class).get(potential).create(Settings.empty());
        List<PropertyLabel> labels = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            for (String formula : formulas.split(" ", -1)) {
                int own = count / formulas.split(" ", -1).length;
                List<Structure> made = Providers.of(Generator.class)
                        .get("random")
                        .generate(
                                Composition.parse(formula),
                                (int) Math.ceil(own / KEPT),
                                Settings.of(Map.of("spacegroups", "2-230")),
                                new Seed(1),
                                workers,
                                Progress.NONE);
                List<PropertyLabel> of = new ArrayList<>();
                for (Structure structure : made) {
                    double energy = calculator.evaluate(structure).energy() / structure.size();
                    of.add(new PropertyLabel(String.format("%s-%04d", formula, of.size()), structure, energy));
                }
                of.sort((a, b) -> Double.compare(a.value(), b.value()));
                labels.addAll(of.subList(0, Math.min(own, of.size())));
            }
        }
        shuffle(labels);
        return labels;
    }

    private static void shuffle(List<PropertyLabel> labels) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = labels.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            PropertyLabel kept = labels.get(i);
            labels.set(i, labels.get(j));
            labels.set(j, kept);
        }
    }

    private static double row(
            String what,
            String name,
            Map<String, Object> settings,
            List<PropertyLabel> labels,
            List<PropertyLabel> held) {
        long begun = System.nanoTime();
        PropertyModel model = PropertyContract.train(name, labels, settings, 1);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double error = PropertyContract.error(model, held);
        double mean = PropertyContract.meanError(model, held);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s %s | %d | %.1f | %.1f | %.1f s |%n",
                what,
                name,
                settings,
                labels.size(),
                1000 * error,
                1000 * mean,
                seconds);
        System.out.println(model.summary());
        return error / mean;
    }

    private static void compare(String what, List<PropertyLabel> labels, List<PropertyLabel> held) {
        for (String features : List.of("sites", "atoms", "sites+atoms")) {
            assertThat(row(what, "site", Map.of("features", features), labels, held))
                    .isLessThan(1);
        }
        row(what, "site", Map.of("features", "properties"), labels, held);
        row(what, "amd-gp", Map.of("typed", true), labels, held);
        assertThat(row(what + ", shuffled", "site", Map.of(), PropertyContract.shuffled(labels), held))
                .isGreaterThan(0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "matsui-akaogi, Al4O6",
        "tosi-fumi, Na4Cl4",
        "kob-andersen, Ni6P2",
        "matsui-akaogi, Mg4O4 Al4O6 Mg2Al4O8",
    })
    void learns_energies_of_crystals_with_symmetry(String potential, String formulas) {
        List<PropertyLabel> all = crystals(potential, formulas, 420);
        compare(potential + " " + formulas, all.subList(0, 300), all.subList(300, all.size()));
    }

    @Test
    void learns_energies_of_pw_labels() {
        Path file = Path.of(System.getProperty("polymorph.shared", "absent"), "data", "si8-pwx", "train.extxyz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<PropertyLabel> train = new ArrayList<>();
        List<PropertyLabel> held = new ArrayList<>();
        for (Frame frame : StructureFiles.read(file)) {
            int s = train.size() + held.size();
            Evaluation evaluation = frame.evaluation().orElseThrow();
            (s % 4 == 0 ? held : train)
                    .add(new PropertyLabel(
                            String.format("%04d", s), frame.structure(), evaluation.energy() / evaluation.size()));
        }
        compare("pw.x Si8", train, held);
    }
}
