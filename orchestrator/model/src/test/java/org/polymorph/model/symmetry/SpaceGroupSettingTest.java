package org.polymorph.model.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Lattice;

class SpaceGroupSettingTest {
    /** Last space group of each crystal class and the order of its point group: Int. Tables A, table 2.1.2.1. */
    private static final TreeMap<Integer, Integer> POINT_GROUP_ORDERS = new TreeMap<>();

    static {
        int[] lastAndOrder = {
            1, 1, 2, 2, 5, 2, 9, 2, 15, 4, 24, 4, 46, 4, 74, 8, 80, 4, 82, 4, 88, 8, 98, 8, 110, 8, 122, 8, 142, 16,
            146, 3, 148, 6, 155, 6, 161, 6, 167, 12, 173, 6, 174, 6, 176, 12, 182, 12, 186, 12, 190, 12, 194, 24, 199,
            12, 206, 24, 214, 24, 220, 24, 230, 48
        };
        for (int i = 0; i < lastAndOrder.length; i += 2) {
            POINT_GROUP_ORDERS.put(lastAndOrder[i], lastAndOrder[i + 1]);
        }
    }

    private static int centrings(SpaceGroupSetting setting) {
        return switch (setting.symbol().charAt(0)) {
            case 'P' -> 1;
            case 'F' -> 4;
            case 'R' -> setting.choice().equals("R") ? 1 : 3;
            default -> 2;
        };
    }

    @Test
    void there_are_530_settings_of_230_groups() {
        assertThat(SpaceGroupSetting.all()).hasSize(530);
        assertThat(SpaceGroupSetting.all().stream()
                        .map(SpaceGroupSetting::number)
                        .distinct())
                .hasSize(230);
    }

    @Test
    void each_hall_symbol_makes_a_closed_group_of_the_order_of_its_class() {
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            List<SymmetryOperation> operations = setting.operations();
            int order = POINT_GROUP_ORDERS.ceilingEntry(setting.number()).getValue() * centrings(setting);
            assertThat(operations).as(setting.toString()).hasSize(order).startsWith(SymmetryOperation.IDENTITY);
            Set<SymmetryOperation> set = new HashSet<>(operations);
            assertThat(set).hasSize(order);
            for (SymmetryOperation first : operations.subList(0, Math.min(order, 12))) {
                for (SymmetryOperation second : operations) {
                    assertThat(set).contains(first.after(second));
                }
            }
        }
    }

    @Test
    void different_settings_have_different_operations() {
        Set<Set<SymmetryOperation>> groups = SpaceGroupSetting.all().stream()
                .map(setting -> Set.copyOf(setting.operations()))
                .collect(Collectors.toSet());
        // C c c e has three pairs of axes that are one group in origin choice 1
        assertThat(groups).hasSize(527);
    }

    @Test
    void operations_of_p21_c_are_those_of_the_tables() {
        // Int. Tables A, No. 14, unique axis b, cell choice 1
        assertThat(HallSymbol.operations("-P 2ybc"))
                .extracting(SymmetryOperation::toString)
                .containsExactlyInAnyOrder("x,y,z", "-x,-y,-z", "-x,y+1/2,-z+1/2", "x,-y+1/2,z+1/2");
    }

    @Test
    void a_change_of_origin_moves_the_operations() {
        // Int. Tables A: -1 at 1/4 1/4 1/4 in choice 1 of P n n n, which choice 2 has at the origin
        assertThat(HallSymbol.operations("P 1 (3 0 0)")).hasSize(1);
        assertThat(HallSymbol.operations("-P 1 (3 0 0)"))
                .extracting(SymmetryOperation::toString)
                .containsExactly("x,y,z", "-x+1/2,-y,-z");
        assertThat(HallSymbol.operations("-P 2ab 2bc (-3 -3 -3)"))
                .containsExactlyInAnyOrderElementsOf(HallSymbol.operations("P 2 2 -1n"));
    }

    @Test
    void symbols_are_found_however_they_are_written() {
        for (String symbol :
                List.of("F d -3 m :2", "Fd-3m:2", "fd3m:2", "F 41/d -3 2/m:2", "F_d_-3_m:2", "F d -3 m Z")) {
            assertThat(SpaceGroupSetting.ofSymbol(symbol))
                    .as(symbol)
                    .extracting(SpaceGroupSetting::hall)
                    .containsExactly("-F 4vw 2vw 3");
        }
        assertThat(SpaceGroupSetting.ofSymbol("P21/n").get(0).fullSymbol()).isEqualTo("P 1 21/n 1");
        assertThat(SpaceGroupSetting.ofSymbol("P 2_1/c").get(0).choice()).isEqualTo("b1");
        assertThat(SpaceGroupSetting.ofSymbol("A b m 2").get(0).symbol()).isEqualTo("A e m 2");
        assertThat(SpaceGroupSetting.ofSymbol("R -3 c:H").get(0).hall()).isEqualTo("-R 3 2\"c");
        assertThat(SpaceGroupSetting.ofSymbol("Q 1")).isEmpty();
    }

    @Test
    void every_symbol_finds_its_own_setting() {
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            assertThat(SpaceGroupSetting.ofSymbol(setting.symbol() + ":" + setting.choice()))
                    .contains(setting);
            assertThat(SpaceGroupSetting.ofSymbol(setting.fullSymbol())).contains(setting);
        }
    }

    @Test
    void operations_are_read_as_cifs_write_them() {
        assertThat(SymmetryOperation.parse(" -X + 1/2, Y-x ,0.25+z")).hasToString("-x+1/2,-x+y,z+1/4");
        assertThat(SymmetryOperation.parse("x,y,z-1/3")).hasToString("x,y,z+2/3");
        assertThat(SymmetryOperation.parse("x,y,z+.3333").translation()[2]).isEqualTo(1 / 3.0);
        for (String wrong : List.of("x,y", "x,y,w", "x,y,z z", "x,x,z", "x,y,", "x,y,1/0+z", "x,y,z+")) {
            assertThatThrownBy(() -> SymmetryOperation.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void wrong_hall_symbols_are_refused() {
        for (String wrong : List.of("", "X 2", "P 5", "P 2q", "P 2 (1 2)", "P 4*", "P 41 2 3 4 6a")) {
            assertThatThrownBy(() -> HallSymbol.operations(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_setting_knows_the_cells_it_fits() {
        SpaceGroupSetting hexagonal = SpaceGroupSetting.ofSymbol("R -3 c:H").get(0);
        assertThat(hexagonal.fits(Lattice.ofParameters(4.76, 4.76, 12.99, 90, 90, 120), 1e-3))
                .isTrue();
        assertThat(hexagonal.fits(Lattice.ofParameters(5.13, 5.13, 5.13, 55.3, 55.3, 55.3), 1e-3))
                .isFalse();
    }
}
