package org.polymorph.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

class ExtXyzTest {
    private static final String LATTICE = "Lattice=\"4 0 0 0 5 0 0 0 6\"";

    private static List<Frame> read(String text) {
        return ExtXyz.read(new StringReader(text), "a.xyz");
    }

    private static String write(Frame... frames) {
        StringBuilder out = new StringBuilder();
        ExtXyz.write(out, List.of(frames));
        return out.toString();
    }

    @Test
    void reads_a_frame_as_ase_writes_it() {
        Frame frame = read("2\n" + LATTICE
                        + " Properties=species:S:1:pos:R:3:forces:R:3 energy=-1.5 free_energy=-1.6"
                        + " stress=\"1 2 3 2 4 5 3 5 6\" label=\"a \\\"b\\\" c\" done pbc=\"T T T\"\n"
                        + "Na 0 0 0 1 2 3\nCl 2 2.5 3 -1 -2 -3\n")
                .get(0);

        assertThat(frame.structure().species()).containsExactly(Element.Na, Element.Cl);
        assertThat(frame.structure().fractional()).containsExactly(0, 0, 0, 0.5, 0.5, 0.5);
        Evaluation evaluation = frame.evaluation().orElseThrow();
        assertThat(evaluation.energy()).isEqualTo(-1.5);
        assertThat(evaluation.forces()).containsExactly(1, 2, 3, -1, -2, -3);
        assertThat(evaluation.stress()).isEqualTo(new Stress(1, 4, 6, 5, 3, 2));
        assertThat(frame.info())
                .containsExactly(
                        Map.entry("free_energy", "-1.6"), Map.entry("label", "a \"b\" c"), Map.entry("done", "T"));
    }

    @Test
    void takes_six_numbers_of_stress_in_voigt_order() {
        Frame frame = read("1\n" + LATTICE + " Properties=species:S:1:pos:R:3:forces:R:3 energy=1"
                        + " stress=\"1 2 3 4 5 6\"\nSi 0 0 0 0 0 0\n")
                .get(0);
        assertThat(frame.evaluation().orElseThrow().stress()).isEqualTo(new Stress(1, 2, 3, 4, 5, 6));
    }

    @Test
    void turns_a_virial_into_a_stress_of_opposite_sign() {
        Frame frame = read("1\n" + LATTICE + " Properties=species:S:1:pos:R:3:forces:R:3 energy=1"
                        + " virial=\"120 0 0 0 240 0 0 0 0\"\nSi 0 0 0 0 0 0\n")
                .get(0);
        Stress stress = frame.evaluation().orElseThrow().stress();
        assertThat(stress.xx()).isCloseTo(-1, within(1e-15));
        assertThat(stress.yy()).isCloseTo(-2, within(1e-15));
    }

    @Test
    void energy_without_forces_and_stress_stays_in_the_info() {
        Frame frame = read("1\n" + LATTICE + " energy=-3.25\nSi 0 0 0\n").get(0);
        assertThat(frame.evaluation()).isEmpty();
        assertThat(frame.info()).containsEntry("energy", "-3.25");
        assertThat(write(frame)).contains("energy=-3.25");
    }

    @Test
    void reads_columns_in_any_order_and_elements_as_numbers() {
        Frame frame = read("1\n" + LATTICE
                        + " Properties=id:I:1:pos:R:3:Z:I:1:move:L:1:magmoms:R:1\n7 1 0 0 14 T 0.5 more\n")
                .get(0);
        assertThat(frame.structure().species(0)).isEqualTo(Element.Si);
        assertThat(frame.structure().cartesian()).containsExactly(1, 0, 0);
    }

    @Test
    void reads_a_species_column_of_atomic_numbers() {
        assertThat(read("1\n" + LATTICE + "\n14 0 0 0\n").get(0).structure().species(0))
                .isEqualTo(Element.Si);
    }

    @Test
    void reads_several_frames_with_blank_lines_between() {
        String frame = "1\n" + LATTICE + "\nSi 0 0 0\n";
        assertThat(read(frame + "\n" + frame + "\n\n")).hasSize(2);
    }

    @Test
    void reads_bracketed_and_braced_values() {
        Frame frame = read("1\nLattice=[[4, 0, 0], [0, 5, 0], [0, 0, 6]] tags={a b} pbc=[T, T, T]\nSi 0 0 0\n")
                .get(0);
        assertThat(frame.structure().volume()).isCloseTo(120, within(1e-12));
        assertThat(frame.info()).containsExactly(Map.entry("tags", "a b"));
    }

    @Test
    void numbers_and_info_come_back_bit_for_bit() {
        Lattice lattice = Lattice.of(3.1, 0.2, -0.3, 1 / 3.0, 4.7, 1e-17, -2.2, 0.1, Math.PI);
        Structure structure = Structure.of(
                lattice, List.of(Element.Al, Element.O), new double[] {0.1, 1 / 3.0, 2 / 3.0, 1e-20, -0.7, 12.3});
        Evaluation evaluation = new Evaluation(
                -Math.E, new double[] {0.1, 1e-300, -5e20, -0.0, 3, 1 / 7.0}, new Stress(.1, .2, .3, .4, .5, .7));
        Map<String, String> info = new LinkedHashMap<>();
        info.put("name with space", "a=\"b\" \\ 'c'\nd");
        info.put("empty", "");
        info.put("list", "[1, 2]");
        Frame frame = new Frame(structure, Optional.of(evaluation), info);

        Frame back = read(write(frame)).get(0);

        assertThat(back).isEqualTo(frame);
        assertThat(List.copyOf(back.info().keySet())).isEqualTo(List.copyOf(info.keySet()));
    }

    @Test
    void positions_that_were_changed_by_another_program_win_over_the_fractional_column() {
        Frame frame = read("1\n" + LATTICE + " Properties=species:S:1:pos:R:3:fractional:R:3\nSi 1 0 0 0.3 0 0\n")
                .get(0);
        assertThat(frame.structure().cartesian()).containsExactly(1, 0, 0);
    }

    @Test
    void says_where_a_truncated_file_ends() {
        assertThatThrownBy(() -> read("3\n" + LATTICE + "\nSi 0 0 0\nSi 1 1 1\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("a.xyz line 5: expected atom 3 of 3, found the end of the file");
        assertThatThrownBy(() -> read("1\n" + LATTICE + "\nSi 0 0\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("a.xyz line 3: expected 4 columns");
        assertThatThrownBy(() -> read("1\n"))
                .hasMessageContaining("a.xyz line 2")
                .hasMessageContaining("Lattice");
    }

    @Test
    void says_that_a_periodic_cell_is_needed() {
        assertThatThrownBy(() -> read("1\nwater\nO 0 0 0\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("a periodic cell is needed");
        assertThatThrownBy(() -> read("1\n" + LATTICE + " pbc=\"F F F\"\nO 0 0 0\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("periodic")
                .hasMessageContaining("F F F");
    }

    @Test
    void names_the_line_of_wrong_words() {
        assertThatThrownBy(() -> read("1\n" + LATTICE + "\nXx 0 0 0\n"))
                .hasMessageContaining("line 3: unknown element \"Xx\"");
        assertThatThrownBy(() -> read("1\n" + LATTICE + "\nSi 0 nan 0\n"))
                .hasMessageContaining("line 3")
                .hasMessageContaining("nan");
        assertThatThrownBy(() -> read("2000000000\nx\n"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("2000000000");
        assertThatThrownBy(() -> read("x\n")).hasMessageContaining("line 1: expected the number of atoms");
        assertThatThrownBy(() -> read("1\nLattice=\"1 0 0 0 1 0 0 0\"\nSi 0 0 0\n"))
                .hasMessageContaining("expected 9 numbers");
        assertThatThrownBy(() -> read("1\nLattice=\"1 0 0 1 0 0 0 0 1\"\nSi 0 0 0\n"))
                .hasMessageContaining("volume");
        assertThatThrownBy(() -> read("1\nLattice=\"1 0 0\nSi 0 0 0\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("does not end");
    }

    @Test
    void reads_real_frames_of_quantum_espresso() {
        Path file = Path.of(System.getProperty("polymorph.shared", ""), "data", "si8-pwx", "train.extxyz");
        assumeTrue(Files.exists(file), () -> "no " + file);
        List<Frame> frames = StructureFiles.read(file);
        // the README beside the file: 338 single points
        assertThat(frames).hasSize(338).allMatch(frame -> frame.evaluation().isPresent());
        assertThat(frames.get(0).evaluation().orElseThrow().energy()).isEqualTo(-851.88567738);
        assertThat(frames.get(0).structure().cartesian()[0]).isCloseTo(5.5114841638, within(1e-12));
    }
}
