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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

class CifTest {
    private static final String SITES =
            "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n";

    private static String cell(double a, double b, double c, double alpha, double beta, double gamma) {
        return "data_test\n_cell_length_a " + a + "(3)\n_cell_length_b " + b + "\n_cell_length_c " + c
                + "\n_cell_angle_alpha " + alpha + "\n_cell_angle_beta " + beta + "(12)\n_cell_angle_gamma " + gamma
                + "\n";
    }

    private static String cubic(double a) {
        return cell(a, a, a, 90, 90, 90);
    }

    private static List<Frame> read(String text) {
        return Cif.read(new StringReader(text), "a.cif");
    }

    private static Structure structure(String text) {
        return read(text).get(0).structure();
    }

    private static double shortest(Structure structure) {
        NeighborList pairs = NeighborList.of(structure, 5);
        double shortest = 5;
        for (int p = 0; p < pairs.pairs(); p++) {
            shortest = Math.min(shortest, pairs.distance(p));
        }
        return shortest;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_symmetry_space_group_name_H-M 'F d -3 m :1' | 0",
                "_symmetry_space_group_name_H-M 'F d -3 m :2' | 0.125",
                "_symmetry_space_group_name_H-M 'F d 3 m S' | 0",
                "_symmetry_space_group_name_H-M 'Fd3m (227)' _symmetry_Int_Tables_number 227 | 0",
                "_space_group_name_H-M_alt Fd-3m | 0",
                "_space_group_name_H-M_alt Fd-3m | 0.125",
                "_symmetry_space_group_name_Hall '-F 4vw 2vw 3' | 0.125",
                "_space_group_name_Hall 'F 4d 2 3 -1d' _space_group_name_H-M_alt ? | 0",
                "_space_group_IT_number 227 | 0",
                "_space_group.IT_number 227 _space_group.IT_coordinate_system_code 2 | 0.125",
            })
    void diamond_is_found_from_any_word_for_its_symmetry(String symmetry, double x) {
        Structure structure = structure(
                cubic(5.431) + symmetry.replace(" _", "\n_") + "\n" + SITES + "Si1 " + x + "(1) " + x + " " + x + "\n");
        assertThat(structure.composition()).hasToString("Si8");
        assertThat(shortest(structure)).isCloseTo(5.431 * Math.sqrt(3) / 4, within(1e-9));
    }

    @Test
    void hexagonal_and_rhombohedral_axes_are_told_by_the_cell() {
        String sites = SITES + "Al1 0 0 0.35219\nO1 0.30633 0 0.25\n";
        String hexagonal = cell(4.7602, 4.7602, 12.9933, 90, 90, 120) + "_symmetry_space_group_name_H-M 'R -3 c'\n";
        assertThat(structure(hexagonal + sites).composition()).hasToString("Al12O18");

        String rhombohedral =
                cell(5.1284, 5.1284, 5.1284, 55.28, 55.28, 55.28) + "_symmetry_space_group_name_H-M 'R -3 c'\n" + SITES;
        Structure structure = structure(rhombohedral + "Al1 0.35219 0.35219 0.35219\nO1 0.55633 0.94367 0.25\n");
        assertThat(structure.composition()).hasToString("Al4O6");
    }

    @Test
    void rounded_thirds_do_not_split_an_atom() {
        Structure structure = structure(cell(3.2094, 3.2094, 5.2108, 90, 90, 120)
                + "_symmetry_space_group_name_H-M 'P 63/m m c'\n" + SITES + "Mg 0.3333 0.6667 0.25\n");
        assertThat(structure.size()).isEqualTo(2);
        assertThat(structure.fractional()[0]).isEqualTo(1 / 3.0);

        Structure coarse = structure(cell(3.2094, 3.2094, 5.2108, 90, 90, 120)
                + "_symmetry_space_group_name_H-M 'P 63/m m c'\n" + SITES + "Mg 0.333 0.667 0.25\n");
        assertThat(coarse.size()).isEqualTo(2);
        assertThat(coarse.fractional()[0]).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void reads_the_grammar_of_cif() {
        Structure structure = structure("""
                #\\#CIF_1.1
                # a remark
                data_global
                _journal_name 'Acta Cryst's B'
                _publ_text
                ;loop_ in a text _cell_length_a 3
                 ; data_x in it
                ;
                data_I  # here it begins
                _CELL_length_a 4.000(2) _cell_length_b 5 _cell_length_c 6.
                _cell_angle_alpha 90 _cell_angle_beta "90.0" _cell_angle_gamma 90
                loop_ _symmetry_equiv_pos_site_id _symmetry_equiv_pos_as_xyz
                1 x,y,z 2 '-x, -y, -z'
                loop_
                _atom_site_label _atom_site_type_symbol _atom_site_occupancy
                _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z _atom_site_note
                FE1 Fe3+ 1.00(1) 0.1 .2 3e-1 'it''s'
                O1 O2- . 0 0.5 -0.5 ?
                Q1 ? 1 0 0 0
                ;
                many words
                ;
                """.replace("Q1 ?", "CL1 ?"));
        assertThat(structure.species()).containsExactly(Element.Fe, Element.Fe, Element.O, Element.Cl);
        assertThat(structure.lattice()).isEqualTo(Lattice.of(4, 0, 0, 0, 5, 0, 0, 0, 6));
        assertThat(structure.fractional()[2]).isEqualTo(0.3);
    }

    @Test
    void several_data_blocks_are_several_frames() {
        String block = cubic(4) + SITES + "Cu 0 0 0\n";
        assertThat(read(block + "data_empty\n_a b\n" + block)).hasSize(2);
    }

    @Test
    void partial_occupancy_is_refused() {
        String text = cubic(4)
                + "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
                + "Cu1 0 0 0 0.5\nAu1 0 0 0 0.5\n";
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("a.cif line 14")
                .hasMessageContaining("occupancy 0.5 of site Cu1");
    }

    @Test
    void two_elements_on_one_place_are_refused() {
        assertThatThrownBy(() -> read(cubic(4) + SITES + "Cu 0 0 0\nAu 0 0 1\n"))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("line 14")
                .hasMessageContaining("Cu and Au");
    }

    @Test
    void atoms_listed_in_full_beside_their_symmetry_count_once() {
        String text = cubic(4) + "_symmetry_space_group_name_H-M 'F m -3 m'\n" + SITES
                + "Cu 0 0 0\nCu 0.5 0.5 0\nCu 0.5 0 0.5\nCu 0 0.5 0.5\n";
        assertThat(structure(text).size()).isEqualTo(4);
    }

    @Test
    void says_where_something_is_missing_or_wrong() {
        String good = cubic(4) + SITES;
        assertThatThrownBy(() -> read(good + "Cu 0 0\n"))
                .hasMessageContaining("a.cif line 13")
                .hasMessageContaining("4 columns");
        assertThatThrownBy(() -> read(good + "Cu 0 0 x\n"))
                .hasMessageContaining("line 13")
                .hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> read(good + "Qq 0 0 0\n"))
                .hasMessageContaining("line 13")
                .hasMessageContaining("Qq");
        assertThatThrownBy(() -> read(cubic(4))).hasMessageContaining("_atom_site_fract_x");
        assertThatThrownBy(() -> read(cubic(4).replace("_cell_length_b", "_cell_b") + SITES + "Cu 0 0 0\n"))
                .hasMessageContaining("_cell_length_b");
        assertThatThrownBy(() -> read(cubic(-4) + SITES + "Cu 0 0 0\n")).hasMessageContaining("above zero");
        assertThatThrownBy(() -> read(good + "Cu 0 0 0\n_symmetry_space_group_name_H-M 'F q'\n"))
                .hasMessageContaining("line 14")
                .hasMessageContaining("F q");
        assertThatThrownBy(() -> read(good + "Cu 0 0 0\n_symmetry_space_group_name_H-M 'P 63/m m c'\n"))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> read(good + "Cu 0 0 0\nloop_\n_symmetry_equiv_pos_as_xyz\nx,y,z\n-y,x,z\n"))
                .hasMessageContaining("not complete");
        assertThatThrownBy(() -> read(good + "Cu 0 0 'x\n"))
                .hasMessageContaining("line 13")
                .hasMessageContaining("quote");
        assertThatThrownBy(() -> read(good + "Cu 0 0\n;\n0\n")).hasMessageContaining("semicolon");
        assertThatThrownBy(() -> read("data_x\n_a b\n")).hasMessageContaining("expected a data block");
        assertThatThrownBy(() -> read(cubic(4) + "_symmetry_space_group_name_Hall 'P 7'\n" + SITES + "Cu 0 0 0\n"))
                .hasMessageContaining("line 8")
                .hasMessageContaining("P 7");
    }

    @ParameterizedTest
    @CsvSource({"O2-,O", "Si1,Si", "Al3+,Al", "CL2,Cl", "OW1,O", "D,H", "Uiso,U", "Ca,Ca", "C1A,C", "Hf4+,Hf", "N,N"})
    void finds_the_element_of_a_label(String label, Element element) {
        assertThat(CifReader.elementOf(label)).contains(element);
    }

    @Test
    void a_left_handed_cell_is_written_as_the_same_crystal() {
        Structure left = Structure.of(
                Lattice.of(4, 0, 0, 0.3, 5, 0, 0.2, 0.4, -6),
                List.of(Element.Si, Element.O),
                new double[] {0.1, 0.2, 0.3, 0.5, 0.7, 0.1});
        StringBuilder out = new StringBuilder();
        Cif.write(out, List.of(new Frame(left)));
        Structure back = structure(out.toString());
        assertThat(back.lattice().isLeftHanded()).isFalse();
        assertThat(back.fractional()).containsExactly(new double[] {-0.1, -0.2, -0.3, -0.5, -0.7, -0.1}, within(1e-15));
    }

    @Test
    void real_files_have_the_atoms_and_volumes_of_their_reference() {
        // atoms a cell and volumes as in ../shared/data/crystals (symmetry.json, made by spglib)
        Map<String, Integer> atoms = Map.ofEntries(
                Map.entry("al2o3_corundum", 30),
                Map.entry("al2o3_corundum_symops", 30),
                Map.entry("cu_fcc", 4),
                Map.entry("mg_hcp", 2),
                Map.entry("nacl", 8),
                Map.entry("si_betatin", 4),
                Map.entry("si_diamond", 8),
                Map.entry("si_diamond_primitive", 2),
                Map.entry("si_diamond_rattle001", 64),
                Map.entry("si_diamond_super222", 64),
                Map.entry("si_diamond_symops", 8),
                Map.entry("sio2_alpha_quartz", 9),
                Map.entry("triclinic_p1_random", 7));
        Path folder = Path.of(System.getProperty("polymorph.shared", ""), "data", "crystals");
        assumeTrue(Files.isDirectory(folder), () -> "no " + folder);
        atoms.forEach((name, count) -> {
            Structure structure =
                    StructureFiles.read(folder.resolve(name + ".cif")).get(0).structure();
            assertThat(structure.size()).as(name).isEqualTo(count);
        });
        Structure plain =
                StructureFiles.read(folder.resolve("al2o3_corundum.cif")).get(0).structure();
        Structure made = StructureFiles.read(folder.resolve("al2o3_corundum_symops.cif"))
                .get(0)
                .structure();
        assertThat(made.composition()).isEqualTo(plain.composition());
        assertThat(made.volume()).isCloseTo(plain.volume(), within(1e-9));
        assertThat(shortest(made)).isCloseTo(shortest(plain), within(1e-6));
    }
}
