package org.polymorph.model.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.Structures;
import org.polymorph.model.format.StructureFiles;

class CrystalSymmetryTest {

    private static String letters(CrystalSymmetry symmetry) {
        return symmetry.wyckoffPositions().stream()
                .map(position -> String.valueOf(position.letter()))
                .collect(Collectors.joining());
    }

    private static String sorted(String letters) {
        return letters.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static void assertSameCell(Lattice found, Lattice wanted, double tolerance) {
        for (int k = 0; k < 3; k++) {
            assertThat(found.length(k)).isCloseTo(wanted.length(k), within(tolerance));
            assertThat(found.angles()[k]).isCloseTo(wanted.angles()[k], within(20 * tolerance));
        }
    }

    @Test
    void every_setting_is_found_in_its_standard_one() {
        SplittableRandom random = new SplittableRandom(20261126);
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.general(setting, random), 1e-3);
            assertThat(symmetry.setting())
                    .as(setting.toString())
                    .isEqualTo(SpaceGroupSetting.standard(setting.number()));
            assertThat(symmetry.operations()).hasSameSizeAs(setting.operations());
        }
    }

    @Test
    void neither_origin_nor_cell_nor_orientation_matter() {
        SplittableRandom random = new SplittableRandom(5);
        for (int number = 1; number <= 230; number++) {
            SpaceGroupSetting setting = SpaceGroupSetting.standard(number);
            List<WyckoffPosition> all = setting.wyckoffPositions();
            WyckoffPosition special = all.get(random.nextInt(all.size()));
            WyckoffPosition general = all.get(all.size() - 1);
            Structure crystal = SymmetricCrystals.of(setting, List.of(special, general, general), random);
            CrystalSymmetry plain = CrystalSymmetry.of(crystal, 1e-3);
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.disguised(crystal, random), 1e-3);
            assertThat(symmetry.number()).as(setting.toString()).isEqualTo(number);
            assertThat(plain.number()).isEqualTo(number);
            assertSameCell(
                    symmetry.conventional().lattice(), plain.conventional().lattice(), 1e-6);
            assertThat(symmetry.wyckoffPositions().stream()
                            .map(WyckoffPosition::siteSymmetry)
                            .sorted())
                    .containsExactlyElementsOf(plain.wyckoffPositions().stream()
                            .map(WyckoffPosition::siteSymmetry)
                            .sorted()
                            .toList());
        }
    }

    @Test
    void a_crystal_in_its_standard_setting_keeps_its_letters() {
        SplittableRandom random = new SplittableRandom(6);
        for (int number = 16; number <= 230; number++) {
            SpaceGroupSetting setting = SpaceGroupSetting.standard(number);
            List<WyckoffPosition> all = setting.wyckoffPositions();
            WyckoffPosition general = all.get(all.size() - 1);
            for (WyckoffPosition position : all) {
                Structure crystal = SymmetricCrystals.of(setting, List.of(general, general, position), random);
                CrystalSymmetry symmetry = CrystalSymmetry.of(crystal, 1e-3);
                boolean kept = Arrays.equals(Matrix3.integers(symmetry.transformation()), RotationCode.IDENTITY);
                String found = letters(symmetry);
                if (kept) {
                    assertThat(found.charAt(found.length() - 1))
                            .as(setting + " " + position.name())
                            .isEqualTo(position.letter());
                } else {
                    // the tables want the shortest axis elsewhere
                    assertThat(setting.crystalSystem()).isEqualTo(CrystalSystem.ORTHORHOMBIC);
                }
            }
        }
    }

    @Test
    void the_transformation_leads_into_the_conventional_cell() {
        SplittableRandom random = new SplittableRandom(7);
        for (int number = 1; number <= 230; number += 3) {
            Structure crystal = SymmetricCrystals.disguised(
                    SymmetricCrystals.general(SpaceGroupSetting.standard(number), random), random);
            CrystalSymmetry symmetry = CrystalSymmetry.of(crystal, 1e-3);
            Structure conventional = symmetry.conventional();
            double[] given = crystal.fractional();
            double[] standard = conventional.fractional();
            for (int i = 0; i < crystal.size(); i++) {
                double[] point = Matrix3.times(
                        symmetry.transformation(), new double[] {given[3 * i], given[3 * i + 1], given[3 * i + 2]});
                boolean found = false;
                for (int j = 0; j < conventional.size() && !found; j++) {
                    found = conventional.species(j) == crystal.species(i);
                    for (int k = 0; k < 3; k++) {
                        double difference = point[k] + symmetry.originShift()[k] - standard[3 * j + k];
                        found &= Math.abs(difference - Math.rint(difference)) < 1e-6;
                    }
                }
                assertThat(found).as("atom " + i + " of " + symmetry).isTrue();
            }
        }
    }

    @Test
    void every_other_setting_can_be_asked_for() {
        SplittableRandom random = new SplittableRandom(14);
        for (SpaceGroupSetting setting : SpaceGroupSetting.all()) {
            Structure crystal = SymmetricCrystals.general(setting, random);
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.disguised(crystal, random), 1e-3)
                    .in(setting);
            assertThat(symmetry.setting()).isEqualTo(setting);
            Structure conventional = symmetry.conventional();
            assertThat(setting.fits(conventional.lattice(), 1e-9))
                    .as(setting.toString())
                    .isTrue();
            assertThat(conventional.size()).as(setting.toString()).isEqualTo(crystal.size());
            // the operations of the tables, as they are written there, map the cell on itself
            double[] x = conventional.fractional();
            for (SymmetryOperation operation : setting.operations()) {
                double[] image = operation.apply(x[0], x[1], x[2]);
                boolean found = false;
                for (int j = 0; j < conventional.size() && !found; j++) {
                    found = true;
                    for (int k = 0; k < 3; k++) {
                        double difference = image[k] - x[3 * j + k];
                        found &= Math.abs(difference - Math.rint(difference)) < 1e-6;
                    }
                }
                assertThat(found).as(operation + " of " + setting).isTrue();
            }
            assertThat(symmetry.primitive().size()
                            * setting.operations().stream()
                                    .filter(operation -> Arrays.equals(operation.rotation(), RotationCode.IDENTITY))
                                    .count())
                    .isEqualTo(conventional.size());
        }
        CrystalSymmetry diamond = CrystalSymmetry.of(Structures.diamond(), 1e-3);
        assertThat(diamond.in(SpaceGroupSetting.ofSymbol("Fd-3m:2").get(0))
                        .wyckoffPositions()
                        .get(0)
                        .coordinates())
                .hasToString("1/8,1/8,1/8");
        assertThatThrownBy(() -> diamond.in(SpaceGroupSetting.standard(225)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("227");
    }

    @Test
    void the_operations_map_the_crystal_on_itself() {
        SplittableRandom random = new SplittableRandom(8);
        for (int number : new int[] {2, 5, 14, 43, 88, 122, 148, 167, 194, 205, 227, 230}) {
            Structure crystal = SymmetricCrystals.disguised(
                    SymmetricCrystals.general(SpaceGroupSetting.standard(number), random), random);
            CrystalSymmetry symmetry = CrystalSymmetry.of(crystal, 1e-3);
            double[] x = crystal.fractional();
            for (SymmetryOperation operation : symmetry.operations()) {
                assertThat(operation.preserves(crystal.lattice(), 1e-6)).isTrue();
                double[] image = operation.apply(x[0], x[1], x[2]);
                boolean found = false;
                for (int j = 0; j < crystal.size(); j++) {
                    double distance = 0;
                    for (int k = 0; k < 3; k++) {
                        double difference = image[k] - x[3 * j + k];
                        distance = Math.max(distance, Math.abs(difference - Math.rint(difference)));
                    }
                    found |= distance < 1e-6 && crystal.species(j) == crystal.species(0);
                }
                assertThat(found).as(operation + " of " + symmetry).isTrue();
            }
        }
    }

    @Test
    void the_standard_cells_have_the_same_symmetry() {
        SplittableRandom random = new SplittableRandom(9);
        for (int number = 1; number <= 230; number++) {
            SpaceGroupSetting setting = SpaceGroupSetting.standard(number);
            Structure crystal = SymmetricCrystals.general(setting, random);
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.disguised(crystal, random), 1e-3);
            Structure conventional = symmetry.conventional();
            Structure primitive = symmetry.primitive();
            assertThat(setting.fits(conventional.lattice(), 1e-9))
                    .as(setting.toString())
                    .isTrue();
            assertThat(conventional.volume() / conventional.size())
                    .isCloseTo(primitive.volume() / primitive.size(), within(1e-9));
            assertThat(primitive.size() * centrings(setting)).isEqualTo(conventional.size());
            // idealised: exact but for rounding
            CrystalSymmetry again = CrystalSymmetry.of(conventional, 1e-8);
            assertThat(again.number()).isEqualTo(number);
            assertThat(letters(again)).isEqualTo(letters(CrystalSymmetry.of(conventional, 1e-3)));
            assertThat(CrystalSymmetry.of(primitive, 1e-8).number()).isEqualTo(number);
            assertSameCell(again.conventional().lattice(), conventional.lattice(), 1e-9);
        }
    }

    private static int centrings(SpaceGroupSetting setting) {
        return switch (setting.lattice()) {
            case 'P' -> 1;
            case 'F' -> 4;
            case 'R' -> 3;
            default -> 2;
        };
    }

    @Test
    void a_supercell_has_the_symmetry_of_its_crystal() {
        SplittableRandom random = new SplittableRandom(10);
        for (int number = 3; number <= 230; number += 13) {
            Structure crystal = SymmetricCrystals.general(SpaceGroupSetting.standard(number), random);
            Structure large = crystal.supercell(2, 1, 3);
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.disguised(large, random), 1e-3);
            assertThat(symmetry.number()).isEqualTo(number);
            assertThat(symmetry.primitive().size() * 6 * centrings(symmetry.setting()))
                    .isEqualTo(large.size());
            assertThat(Arrays.stream(symmetry.equivalentAtoms()).distinct().count())
                    .isEqualTo(3);
        }
    }

    @Test
    void a_rattled_crystal_has_its_symmetry_within_the_rattle_and_none_below() {
        SplittableRandom random = new SplittableRandom(11);
        Structure large = Structures.diamond().supercell(2, 2, 2);
        double[] moved = large.cartesian();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 0.01 * (2 * random.nextDouble() - 1);
        }
        Structure rattled = Structure.ofCartesian(large.lattice(), large.species(), moved);
        CrystalSymmetry wide = CrystalSymmetry.of(rattled, 0.1);
        assertThat(wide.number()).isEqualTo(227);
        assertThat(wide.primitive().size()).isEqualTo(2);
        assertThat(wide.conventional().lattice().length(0)).isCloseTo(5.431, within(1e-9));
        assertThat(CrystalSymmetry.of(rattled, 1e-3).number()).isEqualTo(1);
    }

    @Test
    void mirror_images_have_the_mirrored_group() {
        SplittableRandom random = new SplittableRandom(12);
        // Int. Tables A, table 3.2.2.1: the eleven pairs of enantiomorphic types
        int[][] pairs = {
            {76, 78},
            {91, 95},
            {92, 96},
            {144, 145},
            {151, 153},
            {152, 154},
            {169, 170},
            {171, 172},
            {178, 179},
            {180, 181},
            {212, 213}
        };
        for (int[] pair : pairs) {
            Structure right = SymmetricCrystals.general(SpaceGroupSetting.standard(pair[0]), random);
            double[] mirrored = right.cartesian();
            double[] rows = right.lattice().toArray();
            for (int i = 0; i < mirrored.length; i += 3) {
                mirrored[i] = -mirrored[i];
            }
            for (int i = 0; i < 9; i += 3) {
                rows[i] = -rows[i];
            }
            Structure left = Structure.ofCartesian(Lattice.of(rows), right.species(), mirrored);
            assertThat(CrystalSymmetry.of(right, 1e-3).number()).isEqualTo(pair[0]);
            assertThat(CrystalSymmetry.of(left, 1e-3).number()).isEqualTo(pair[1]);
        }
    }

    @Test
    void the_letters_of_a_crystal_do_not_depend_on_its_origin() {
        Structure salt = Structure.of(
                Lattice.cubic(5.64),
                List.of(Element.Na, Element.Na, Element.Na, Element.Na, Element.Cl, Element.Cl, Element.Cl, Element.Cl),
                new double[] {0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0, .5, .5, .5, .5, 0, 0, 0, .5, 0, 0, 0, .5});
        assertThat(letters(CrystalSymmetry.of(salt, 0.01))).isEqualTo("aaaabbbb");
        String shifted = letters(CrystalSymmetry.of(salt.withFractional(plus(salt.fractional(), 0.3)), 0.01));
        assertThat(shifted).isEqualTo("aaaabbbb");
        SplittableRandom random = new SplittableRandom(13);
        Structure diamond = Structures.diamond();
        for (int i = 0; i < 20; i++) {
            CrystalSymmetry symmetry = CrystalSymmetry.of(SymmetricCrystals.disguised(diamond, random), 1e-4);
            assertThat(letters(symmetry)).isEqualTo("aa");
        }
        // origin 2 of the tables, where the atoms are at 1/8 1/8 1/8: origin 1 has them at 0 0 0
        assertThat(sorted(
                        letters(CrystalSymmetry.of(diamond.withFractional(plus(diamond.fractional(), -0.125)), 1e-4))))
                .isEqualTo("aa");
    }

    private static double[] plus(double[] fractional, double shift) {
        return Arrays.stream(fractional).map(x -> x + shift).toArray();
    }

    @Test
    void real_files_have_the_symmetry_of_their_reference() {
        // ../shared/data/crystals (symmetry.json, made by spglib 2.0.2)
        Map<String, String> halls = Map.ofEntries(
                Map.entry("al2o3_corundum", "167 -R 3 2\"c 36"),
                Map.entry("al2o3_corundum_symops", "167 -R 3 2\"c 36"),
                Map.entry("cu_fcc", "225 -F 4 2 3 192"),
                Map.entry("mg_hcp", "194 -P 6c 2c 24"),
                Map.entry("nacl", "225 -F 4 2 3 192"),
                Map.entry("si_betatin", "141 I 4bw 2bw -1bw 32"),
                Map.entry("si_diamond", "227 F 4d 2 3 -1d 192"),
                Map.entry("si_diamond_primitive", "227 F 4d 2 3 -1d 48"),
                Map.entry("si_diamond_super222", "227 F 4d 2 3 -1d 1536"),
                Map.entry("si_diamond_symops", "227 F 4d 2 3 -1d 192"),
                Map.entry("sio2_alpha_quartz", "152 P 31 2\" 6"),
                Map.entry("triclinic_p1_random", "1 P 1 1"));
        Path folder = Path.of(System.getProperty("polymorph.shared", ""), "data", "crystals");
        assumeTrue(Files.isDirectory(folder), () -> "no " + folder);
        for (double tolerance : new double[] {0.1, 0.01, 0.001, 1e-5}) {
            halls.forEach((name, hall) -> assertThat(described(folder, name, tolerance))
                    .as(name + " at " + tolerance)
                    .isEqualTo(hall));
            assertThat(described(folder, "si_diamond_rattle001", tolerance))
                    .isEqualTo(tolerance == 0.1 ? "227 F 4d 2 3 -1d 1536" : "1 P 1 1");
        }
    }

    private static String described(Path folder, String name, double tolerance) {
        Structure structure =
                StructureFiles.read(folder.resolve(name + ".cif")).get(0).structure();
        CrystalSymmetry symmetry = CrystalSymmetry.of(structure, tolerance);
        return symmetry.number() + " " + symmetry.setting().hall() + " "
                + symmetry.operations().size();
    }

    @Test
    void odd_cells_end_in_an_answer() {
        // a cell of 4 × 5 × 6 Å, a million times the a axis added to another, and what no whole numbers of four bytes
        // undo
        Structure one = Structure.of(
                Lattice.of(4, 0, 0, 4_000_000, 5, 0, -4000, 10, 6), List.of(Element.Si), new double[] {.3, .2, .1});
        assertThat(CrystalSymmetry.of(one, 0.01).number()).isEqualTo(47);
        assertThat(CrystalSymmetry.of(one, 0.01).operations()).contains(SymmetryOperation.IDENTITY);
        Structure worse = one.withLattice(Lattice.of(4, 0, 0, 4_000_003, 5, 0, -3997, 20_002, 6));
        assertThatThrownBy(() -> CrystalSymmetry.of(worse, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too oblique");
        Structure overlapping = Structure.of(
                Lattice.cubic(4), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 0.001, 0.001, 0});
        assertThatThrownBy(() -> CrystalSymmetry.of(overlapping, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nearer to each other");
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> CrystalSymmetry.of(one, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
