package org.polymorph.model.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WyckoffPositionTest {

    private static List<String> names(int number) {
        return SpaceGroupSetting.standard(number).wyckoffPositions().stream()
                .map(position -> position.name() + " " + position.siteSymmetry())
                .toList();
    }

    @Test
    void there_are_1731_positions_in_230_groups() {
        // Bilbao Crystallographic Server, Aroyo et al. 2006, doi 10.1524/zkri.2006.221.1.15
        assertThat(IntStream.rangeClosed(1, 230)
                        .map(number -> SpaceGroupSetting.standard(number)
                                .wyckoffPositions()
                                .size())
                        .sum())
                .isEqualTo(1731);
    }

    @Test
    void multiplicity_times_site_symmetry_is_the_order_of_the_group() {
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            int order = setting.operations().size();
            for (WyckoffPosition position : setting.wyckoffPositions()) {
                assertThat(position.multiplicity() * position.stabilizer().size())
                        .as(setting + " " + position.name())
                        .isEqualTo(order);
            }
            WyckoffPosition general =
                    setting.wyckoffPositions().get(setting.wyckoffPositions().size() - 1);
            assertThat(general.multiplicity()).isEqualTo(order);
            assertThat(general.freedom()).isEqualTo(3);
            assertThat(general.siteSymmetry()).isEqualTo("1");
        }
    }

    @Test
    void the_letters_name_each_position_that_the_operations_have_once() {
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            WyckoffDerivation derivation = new WyckoffDerivation(setting);
            Set<Integer> named = new HashSet<>();
            for (WyckoffPosition position : setting.wyckoffPositions()) {
                int found = derivation.classOf(position.coordinates().at(0.1237, 0.0791, 0.2853));
                assertThat(named.add(found)).as(setting + " " + position.name()).isTrue();
                assertThat(position.coordinates())
                        .hasToString(derivation.texts(found).get(0));
            }
            assertThat(named).as(setting.toString()).hasSameSizeAs(derivation.classes);
        }
    }

    @Test
    void special_positions_come_before_more_general_ones() {
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            assertThat(setting.wyckoffPositions())
                    .as(setting.toString())
                    .isSortedAccordingTo((a, b) -> Integer.compare(a.multiplicity(), b.multiplicity()));
        }
    }

    @Test
    void positions_are_those_of_the_tables() {
        // Int. Tables A: Nos. 14, 62, 141 (origin 1), 166 (hexagonal axes), 194, 221, 227 (origin 1)
        assertThat(names(14)).containsExactly("2a -1", "2b -1", "2c -1", "2d -1", "4e 1");
        assertThat(names(62)).containsExactly("4a -1", "4b -1", "4c .m.", "8d 1");
        assertThat(names(141))
                .containsExactly(
                        "4a -4m2",
                        "4b -4m2",
                        "8c .2/m.",
                        "8d .2/m.",
                        "8e 2mm.",
                        "16f .2.",
                        "16g ..2",
                        "16h .m.",
                        "32i 1");
        assertThat(names(166))
                .containsExactly(
                        "3a -3m", "3b -3m", "6c 3m", "9d .2/m", "9e .2/m", "18f .2", "18g .2", "18h .m", "36i 1");
        assertThat(names(194))
                .containsExactly(
                        "2a -3m.",
                        "2b -6m2",
                        "2c -6m2",
                        "2d -6m2",
                        "4e 3m.",
                        "4f 3m.",
                        "6g .2/m.",
                        "6h mm2",
                        "12i .2.",
                        "12j m..",
                        "12k .m.",
                        "24l 1");
        assertThat(names(221))
                .containsExactly(
                        "1a m-3m",
                        "1b m-3m",
                        "3c 4/mm.m",
                        "3d 4/mm.m",
                        "6e 4m.m",
                        "6f 4m.m",
                        "8g .3m",
                        "12h mm2..",
                        "12i m.m2",
                        "12j m.m2",
                        "24k m..",
                        "24l m..",
                        "24m ..m",
                        "48n 1");
        assertThat(names(227))
                .containsExactly(
                        "8a -43m",
                        "8b -43m",
                        "16c .-3m",
                        "16d .-3m",
                        "32e .3m",
                        "48f 2.mm",
                        "96g ..m",
                        "96h ..2",
                        "192i 1");
    }

    @Test
    void a_position_knows_where_its_points_are() {
        WyckoffPosition position =
                SpaceGroupSetting.standard(194).wyckoffPositions().get(2);
        assertThat(position.name()).isEqualTo("2c");
        assertThat(position.coordinates()).hasToString("1/3,2/3,1/4");
        assertThat(position.hasFirst(new double[] {1 / 3.0 + 4, 2 / 3.0, -0.75}, 1e-9))
                .isTrue();
        assertThat(position.hasFirst(new double[] {1 / 3.0, 2 / 3.0, 0.26}, 1e-3))
                .isFalse();
        assertThat(position.images()).hasSize(2).startsWith(SymmetryOperation.IDENTITY);
    }

    @Test
    void wrong_coordinates_are_refused() {
        for (String wrong : List.of("x,y", "x,y,u", "", "x,,z")) {
            assertThatThrownBy(() -> new CoordinateTriplet(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
