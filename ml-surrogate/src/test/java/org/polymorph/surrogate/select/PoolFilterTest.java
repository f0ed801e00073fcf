package org.polymorph.surrogate.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

class PoolFilterTest {
    /** Says how long a cube's edge is, but for edges above 9 Å. */
    private record Edge(String property) implements PropertyModel {
        @Override
        public PropertyEstimate predict(Structure structure) {
            double edge = Math.cbrt(structure.volume());
            if (edge > 9) {
                throw new IllegalArgumentException("too wide");
            }
            return new PropertyEstimate(edge > 8 ? Double.NaN : edge, 0);
        }

        @Override
        public double labelMean() {
            return 0;
        }

        @Override
        public Map<String, String> summary() {
            return Map.of();
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException();
        }
    }

    private static Structure cube(double edge) {
        return Structure.of(Lattice.cubic(edge), List.of(Element.Si), new double[3]);
    }

    private static Map<Integer, String> leftOut(PropertyOrder order, double keep, double pressure, double... edges) {
        List<Structure> pool = new ArrayList<>();
        for (double edge : edges) {
            pool.add(cube(edge));
        }
        PoolFilter filter =
                new PoolFilter(Optional.of(Path.of("dir", "gap.model")), "", order.maximize(), keep, Settings.empty());
        try (Workers workers = new Workers(2)) {
            return filter.leftOut(pool, order, pressure, workers);
        }
    }

    @Test
    void the_worst_share_is_left_out_with_the_reason() {
        PropertyOrder lowest = new PropertyOrder(new Edge("gap"), false);

        assertThat(leftOut(lowest, 0.5, 0, 4, 2, 5, 3))
                .isEqualTo(Map.of(
                        0, "left out by the pre-filter gap.model: gap 4.000, place 3 of 4, of which 2 are kept",
                        2, "left out by the pre-filter gap.model: gap 5.000, place 4 of 4, of which 2 are kept"));
        assertThat(leftOut(lowest, 0.34, 0, 4, 2, 5)).containsOnlyKeys(2);
        assertThat(leftOut(lowest, 0.01, 0, 4, 2, 5)).containsOnlyKeys(0, 2);
        assertThat(leftOut(lowest, 0.5, 0)).isEmpty();
    }

    @Test
    void the_highest_are_the_best_where_that_is_asked_for_and_what_has_no_estimate_is_last_anyhow() {
        for (boolean maximize : new boolean[] {false, true}) {
            PropertyOrder order = new PropertyOrder(new Edge("gap"), maximize);
            Map<Integer, String> left = leftOut(order, 0.4, 0, 4, 9.5, 2, 8.5, 3);
            assertThat(left).containsKeys(1, 3).hasSize(3).containsKey(maximize ? 2 : 0);
            assertThat(left.get(1)).contains("no estimate: too wide, place ");
            assertThat(left.get(3)).contains("no estimate: expected a finite gap, found NaN");
        }
    }

    @Test
    void of_an_energy_the_lowest_enthalpy_is_the_best() {
        PropertyOrder energy = new PropertyOrder(new Edge("energy"), false);

        assertThat(energy.judge(cube(3), 0.1).value()).isEqualTo(3 + 0.1 * cube(3).volume());
        assertThat(new PropertyOrder(new Edge("gap"), false).judge(cube(3), 0.1).value())
                .isEqualTo(Math.cbrt(cube(3).volume()));
        assertThat(leftOut(energy, 0.5, 0, 4, 2).get(0)).contains("4.000 eV/atom");
        assertThatThrownBy(() -> new PropertyOrder(new Edge("energy"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maximize: false");
    }

    private static List<String> problems(Map<String, ?> section) {
        Settings settings = Settings.of(section);
        PoolFilter.of(settings);
        return settings.problems();
    }

    @Test
    void a_section_names_a_file_or_a_kind_and_how_much_is_kept() {
        assertThat(PoolFilter.of(Settings.empty())).isEmpty();
        assertThat(problems(Map.of("type", "amd-gp", "settings", Map.of("k", 20))))
                .isEmpty();
        assertThat(problems(Map.of("model", "gap.model", "keep", 0.3, "maximize", true)))
                .isEmpty();
        assertThat(problems(Map.of("keep", 0.3))).singleElement().asString().contains("found neither");
        assertThat(problems(Map.of("type", "amd-gp", "model", "x")))
                .singleElement()
                .asString()
                .contains("found both");
        assertThat(problems(Map.of("type", "amd-gb"))).anyMatch(problem -> problem.contains("did you mean amd-gp?"));
        assertThat(problems(Map.of("type", "amd-gp", "keep", 1)))
                .singleElement()
                .asString()
                .contains("keep: expected a number between");
        assertThat(problems(Map.of("type", "cgcnn", "settings", Map.of("epoch", 3))))
                .singleElement()
                .asString()
                .contains("epochs");
        assertThat(problems(Map.of("type", "amd-gp", "maximize", true)))
                .singleElement()
                .asString()
                .contains("maximize");
        assertThat(problems(Map.of("model", "x", "settings", Map.of("k", 20))))
                .singleElement()
                .asString()
                .contains("settings");
    }
}
