package org.polymorph.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

class PoscarTest {
    private static final String CELL = "4 0 0\n0 5 0\n0 0 6\n";

    private static Frame read(String text) {
        return Poscar.read(new StringReader(text), "POSCAR");
    }

    private static Structure structure(String text) {
        return read(text).structure();
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("polymorph.shared", ""), "data", "vasp", name);
        assumeTrue(Files.exists(file), () -> "no " + file);
        return file;
    }

    @Test
    void reads_vasp_5_with_labels_and_direct_positions() {
        Structure structure =
                structure("rock salt\n1.0\n" + CELL + "Na_pv Cl/3f2a\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5 Cl\n\n 0 0 0\n");
        assertThat(structure.species()).containsExactly(Element.Na, Element.Cl);
        assertThat(structure.fractional()).containsExactly(0, 0, 0, 0.5, 0.5, 0.5);
        assertThat(structure.volume()).isCloseTo(120, within(1e-12));
    }

    @Test
    void scales_lattice_and_cartesian_positions_by_the_factor() {
        Structure structure = structure("Si\n2.0\n" + CELL + "Si\n1\ncartesian\n1 1 1\n");
        assertThat(structure.volume()).isCloseTo(960, within(1e-9));
        assertThat(structure.cartesian()).containsExactly(new double[] {2, 2, 2}, within(1e-12));
    }

    @Test
    void takes_a_negative_factor_as_the_volume() {
        Structure structure = structure("Si\n-960\n" + CELL + "Si\n1\nKartesisch\n1 1 1\n");
        assertThat(structure.volume()).isCloseTo(960, within(1e-9));
        assertThat(structure.cartesian()).containsExactly(new double[] {2, 2, 2}, within(1e-12));
    }

    @Test
    void takes_three_factors_as_those_of_x_y_and_z() {
        Structure structure = structure("Si\n1 2 3\n" + CELL + "Si\n1\nC\n1 1 1\n");
        assertThat(structure.lattice()).isEqualTo(Lattice.of(4, 0, 0, 0, 10, 0, 0, 0, 18));
        assertThat(structure.cartesian()).containsExactly(new double[] {1, 2, 3}, within(1e-12));
    }

    @Test
    void keeps_the_flags_of_selective_dynamics() {
        String text = "Si\n1\n" + CELL + "Si\n2\nSelective dynamics\nDirect\n0 0 0 T T F\n.5 .5 .5 .FALSE. F T Si\n";
        Frame frame = read(text);
        assertThat(frame.structure().fractional()).containsExactly(0, 0, 0, 0.5, 0.5, 0.5);
        assertThat(frame.info()).containsExactly(Map.entry(Poscar.SELECTIVE_DYNAMICS, "TTF FFT"));

        StringBuilder out = new StringBuilder();
        Poscar.write(out, frame);
        assertThat(read(out.toString())).isEqualTo(frame);
    }

    @Test
    void finds_the_elements_of_vasp_4_in_the_comment() {
        assertThat(structure("Na Cl\n1\n" + CELL + "1 2\nDirect\n0 0 0\n.5 .5 .5\n.2 .2 .2\n")
                        .species())
                .containsExactly(Element.Na, Element.Cl, Element.Cl);
        assertThat(structure("NaCl2\n1\n" + CELL + "1 2\nDirect\n0 0 0\n.5 .5 .5\n.2 .2 .2\n")
                        .species())
                .containsExactly(Element.Na, Element.Cl, Element.Cl);
    }

    @Test
    void finds_the_elements_of_vasp_4_in_labels_behind_the_positions() {
        assertThat(structure("test\n1\n" + CELL + "1 2\nDirect\n0 0 0 Na\n.5 .5 .5 Cl\n.2 .2 .2 Cl\n")
                        .species())
                .containsExactly(Element.Na, Element.Cl, Element.Cl);
    }

    @Test
    void refuses_vasp_4_whose_elements_nobody_tells() {
        assertThatThrownBy(() -> read("my test\n1\n" + CELL + "1 1\nDirect\n0 0 0\n.5 .5 .5\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("POSCAR line 6")
                .hasMessageContaining("my test");
    }

    @Test
    void says_where_something_is_missing_or_wrong() {
        String upTo = "c\n1\n" + CELL;
        assertThatThrownBy(() -> read(upTo + "Ti O N\n1 2\nDirect\n0 0 0\n"))
                .hasMessage("POSCAR line 7: expected 3 counts for [Ti, O, N], found 2");
        assertThatThrownBy(() -> read(upTo + "Si\n2\nDirect\n0 0 0\n"))
                .hasMessage("POSCAR line 10: expected the position of atom 2 of 2, found the end of the file");
        assertThatThrownBy(() -> read(upTo + "Xx\n1\nDirect\n0 0 0\n"))
                .hasMessageContaining("POSCAR line 6")
                .hasMessageContaining("Xx");
        assertThatThrownBy(() -> read(upTo + "Si\n1\n0 0 0\n"))
                .hasMessageContaining("line 8: expected Direct or Cartesian");
        assertThatThrownBy(() -> read(upTo + "Si\n1\nDirect\n0 0 x\n"))
                .hasMessageContaining("line 9")
                .hasMessageContaining("x");
        assertThatThrownBy(() -> read("c\n0\n" + CELL)).hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("c\n1\n1 0 0\n1 0 0\n0 0 1\nSi\n1\n"))
                .hasMessageContaining("line 5")
                .hasMessageContaining("volume");
        assertThatThrownBy(() -> read("c\n1\n1 0 0\n")).hasMessageContaining("line 4: expected lattice vector 2");
        assertThatThrownBy(() -> read(upTo + "Si\n0\nDirect\n")).hasMessageContaining("at least one atom");
        assertThatThrownBy(() -> read(upTo + "Si\n1\nSelective\nDirect\n0 0 0 T T\n"))
                .hasMessageContaining("flags");
    }

    @Test
    void an_element_may_come_twice() {
        Structure structure = Structure.of(
                Lattice.of(-3.1, 0.2, 1 / 3.0, 0.1, 4, 0, 0, 1e-7, 5),
                List.of(Element.O, Element.Al, Element.O),
                new double[] {0.1, 0.2, 1 / 3.0, -0.4, 1e-9, 2.5, 0, 0, 0.75});
        StringBuilder out = new StringBuilder();
        Poscar.write(out, new Frame(structure, Optional.empty(), Map.of()));
        assertThat(structure(out.toString())).isEqualTo(structure);
    }

    @Test
    void reads_real_files() {
        // counted in the files
        assertThat(StructureFiles.read(shared("POSCAR")).get(0).structure().composition())
                .hasToString("Fe4P4O16");
        assertThat(StructureFiles.read(shared("POSCAR")).get(0).structure().volume())
                .isCloseTo(300.65685512, within(1e-7));
        assertThat(StructureFiles.read(shared("POSCAR_Fe3O4"))
                        .get(0)
                        .structure()
                        .composition())
                .hasToString("Fe6O8");
        assertThat(StructureFiles.read(shared("CONTCAR_Li2O"))
                        .get(0)
                        .structure()
                        .composition())
                .hasToString("Li64O32");
        assertThat(StructureFiles.read(shared("POSCAR_symbols_natoms_multilines"))
                        .get(0)
                        .structure()
                        .composition())
                .hasToString("Cr16Fe35Ni2");
    }
}
