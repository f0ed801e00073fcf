package org.polymorph.surrogate.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.RandomCells;

/** What every learner of a property keeps; labels are energies of random Si4 cells by Stillinger and Weber's potential. */
public abstract class PropertyContract {
    private static final StillingerWeber POTENTIAL = new StillingerWeber(StillingerWeber.Parameters.SILICON);

    @TempDir
    Path models;

    protected abstract List<String> names();

    protected abstract Map<String, Object> settings();

    /** Returns the share of the error of the mean that a learner must stay below on 150 labels. */
    protected double factor(String name) {
        return 0.5;
    }

    /** Returns energies an atom of some numbered cells. */
    public static List<PropertyLabel> silicon(int from, int to) {
        return silicon(4, from, to);
    }

    /** Returns energies an atom of some numbered cells of so many atoms. */
    public static List<PropertyLabel> silicon(int atoms, int from, int to) {
        Element[] species = new Element[atoms];
        Arrays.fill(species, Element.Si);
        List<PropertyLabel> labels = new ArrayList<>();
        for (int s = from; s < to; s++) {
            Structure cell = RandomCells.cell(s, species);
            labels.add(new PropertyLabel(
                    String.format("%05d", s), cell, POTENTIAL.evaluate(cell).energy() / atoms));
        }
        return labels;
    }

    /** Returns each of some crystals in five steps along a random direction, in each of which atoms move by 0.02 Å. */
    public static List<PropertyLabel> displaced(List<PropertyLabel> labels) {
        List<PropertyLabel> displaced = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(11);
        for (PropertyLabel label : labels) {
            Structure structure = label.structure();
            int n = structure.size();
            double[] step = new double[3 * n];
            for (int i = 0; i < n; i++) {
                double[] d = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
                double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                for (int k = 0; k < 3; k++) {
                    step[3 * i + k] = 0.02 * d[k] / length;
                }
            }
            for (int s = 0; s < 5; s++) {
                double[] positions = structure.cartesian();
                for (int k = 0; k < 3 * n; k++) {
                    positions[k] += s * step[k];
                }
                double[] x = new double[3 * n];
                for (int i = 0; i < n; i++) {
                    double[] f = structure.lattice().toFractional(Arrays.copyOfRange(positions, 3 * i, 3 * i + 3));
                    System.arraycopy(f, 0, x, 3 * i, 3);
                }
                Structure moved = Structure.of(structure.lattice(), structure.species(), x);
                displaced.add(new PropertyLabel(
                        label.id() + "-" + s, moved, POTENTIAL.evaluate(moved).energy() / n));
            }
        }
        return displaced;
    }

    public static PropertyModel train(
            String name, List<PropertyLabel> labels, Map<String, Object> settings, int threads) {
        try (Workers workers = new Workers(threads)) {
            return Providers.of(PropertyLearner.class)
                    .get(name)
                    .train(PropertyTask.of("energy", labels, Settings.of(settings), new Seed(1), workers));
        }
    }

    public static double error(PropertyModel model, List<PropertyLabel> labels) {
        return labels.stream()
                .mapToDouble(l -> Math.abs(model.predict(l.structure()).value() - l.value()))
                .average()
                .orElseThrow();
    }

    public static double meanError(PropertyModel model, List<PropertyLabel> labels) {
        return labels.stream()
                .mapToDouble(l -> Math.abs(model.labelMean() - l.value()))
                .average()
                .orElseThrow();
    }

    /** Returns the labels with the values of others. */
    public static List<PropertyLabel> shuffled(List<PropertyLabel> labels) {
        double[] values = labels.stream().mapToDouble(PropertyLabel::value).toArray();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
        List<PropertyLabel> shuffled = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            PropertyLabel label = labels.get(i);
            shuffled.add(new PropertyLabel(label.id(), label.structure(), values[i]));
        }
        return shuffled;
    }

    @Test
    void learning_beats_the_mean_and_shuffled_labels_teach_nothing() {
        List<PropertyLabel> held = silicon(150, 200);
        for (String name : names()) {
            PropertyModel model = train(name, silicon(0, 150), settings(), 2);
            PropertyModel control = train(name, shuffled(silicon(0, 150)), settings(), 2);
            assertThat(error(model, held)).as(name).isLessThan(factor(name) * meanError(model, held));
            assertThat(error(control, held)).as(name + ", shuffled").isGreaterThan(0.85 * meanError(model, held));
        }
    }

    @Test
    void the_same_seed_gives_the_same_bits_on_any_number_of_threads_and_the_file_the_same_numbers() throws Exception {
        for (String name : names()) {
            Path one = models.resolve(name + "-1");
            Path two = models.resolve(name + "-2");
            PropertyModel model = train(name, silicon(0, 30), settings(), 1);
            model.save(one);
            train(name, silicon(0, 30), settings(), 2).save(two);
            assertThat(Files.readAllBytes(two)).as(name).isEqualTo(Files.readAllBytes(one));

            PropertyModel loaded = Providers.of(PropertyLearner.class).get(name).load(one);
            for (PropertyLabel label : silicon(30, 34)) {
                assertThat(loaded.predict(label.structure())).isEqualTo(model.predict(label.structure()));
            }
            assertThat(loaded.summary()).isEqualTo(model.summary());
            assertThat(loaded.property()).isEqualTo("energy");
            assertThat(loaded.labelMean()).isEqualTo(model.labelMean());
        }
    }

    @Test
    void an_estimate_does_not_depend_on_the_cell_and_the_order_of_atoms() {
        for (String name : names()) {
            PropertyModel model = train(name, silicon(0, 30), settings(), 2);
            Structure structure = silicon(40, 41).get(0).structure();
            PropertyEstimate known = model.predict(structure);
            PropertyEstimate found = model.predict(doubled(structure));
            assertThat(found.value()).as(name).isCloseTo(known.value(), within(1e-7));
            assertThat(found.std()).as(name).isCloseTo(known.std(), within(1e-7));
        }
    }

    // two cells along b, the atoms from last to first
    private static Structure doubled(Structure structure) {
        double[] rows = structure.lattice().toArray();
        for (int k = 3; k < 6; k++) {
            rows[k] *= 2;
        }
        int n = structure.size();
        double[] old = structure.fractional();
        double[] x = new double[6 * n];
        List<Element> species = new ArrayList<>();
        for (int i = 0; i < 2 * n; i++) {
            int atom = 2 * n - 1 - i;
            species.add(structure.species(atom % n));
            x[3 * i] = old[3 * (atom % n)];
            int image = atom / n;
            x[3 * i + 1] = (old[3 * (atom % n) + 1] + image) / 2;
            x[3 * i + 2] = old[3 * (atom % n) + 2];
        }
        return Structure.of(Lattice.of(rows), species, x);
    }

    @Test
    void what_cannot_be_learnt_from_is_refused() {
        for (String name : names()) {
            assertThatThrownBy(() -> train(name, silicon(0, 4), settings(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found 4");
            List<PropertyLabel> holed = new ArrayList<>(silicon(0, 30));
            holed.set(7, new PropertyLabel("00007", holed.get(7).structure(), Double.NaN));
            assertThatThrownBy(() -> train(name, holed, settings(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("label 00007: expected a finite value, found NaN");
            List<PropertyLabel> same = silicon(0, 30).stream()
                    .map(l -> new PropertyLabel(l.id(), l.structure(), 2))
                    .toList();
            assertThatThrownBy(() -> train(name, same, settings(), 1))
                    .hasMessageContaining("expected different values, found 2.0 in all 30 labels");
            PropertyModel model = train(name, silicon(0, 30), settings(), 1);
            assertThatThrownBy(() -> model.predict(RandomCells.cell(1, Element.Si, Element.O)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("element O is unknown to this model; known: Si");
        }
    }
}
