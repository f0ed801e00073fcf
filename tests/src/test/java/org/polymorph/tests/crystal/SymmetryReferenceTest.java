package org.polymorph.tests.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.symmetry.CrystalSymmetry;
import org.polymorph.model.symmetry.WyckoffPosition;

/** Every file of ../shared/data/crystals at every tolerance that symmetry.json (spglib 2.0.2) has. */
class SymmetryReferenceTest {
    private static final String TOLERANCE = "symprec_";
    private static final Path FOLDER = Path.of(System.getProperty("polymorph.shared", ""), "data", "crystals");

    /** spglib shifts the origin of this cell to the other diamond site, b, though it is on one where a serves. */
    private static final String OTHER_ORIGIN = "si_diamond_primitive";

    @Test
    void groups_orbits_and_standard_cells_are_those_of_the_reference() throws Exception {
        assumeTrue(Files.isDirectory(FOLDER), () -> "no " + FOLDER);
        JsonNode reference =
                new ObjectMapper().readTree(FOLDER.resolve("symmetry.json").toFile());
        int compared = 0;
        for (Map.Entry<String, JsonNode> file : reference.properties()) {
            Structure structure = StructureFiles.read(FOLDER.resolve(file.getKey() + ".cif"))
                    .get(0)
                    .structure();
            for (Map.Entry<String, JsonNode> entry : file.getValue().properties()) {
                if (entry.getKey().startsWith(TOLERANCE)) {
                    double tolerance = Double.parseDouble(entry.getKey().substring(TOLERANCE.length()));
                    compare(file.getKey(), CrystalSymmetry.of(structure, tolerance), entry.getValue());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(4 * 13);
    }

    private static void compare(String name, CrystalSymmetry found, JsonNode expected) {
        String what = name + " at " + found.tolerance();
        assertThat(found.number()).as(what).isEqualTo(expected.get("number").asInt());
        assertThat(found.setting().hall())
                .as(what)
                .isEqualTo(expected.get("hall").asText());
        assertThat(found.setting().pointGroup())
                .as(what)
                .isEqualTo(expected.get("pointgroup").asText());
        assertThat(found.operations()).as(what).hasSize(expected.get("n_ops").asInt());
        assertThat(found.wyckoffPositions())
                .as(what)
                .extracting(WyckoffPosition::siteSymmetry)
                .isEqualTo(texts(expected.get("site_symmetry")));
        List<Integer> equivalent = new ArrayList<>();
        expected.get("equivalent_atoms").forEach(atom -> equivalent.add(atom.asInt()));
        assertThat(found.equivalentAtoms())
                .as(what)
                .containsExactly(equivalent.stream().mapToInt(Integer::intValue).toArray());
        if (!name.equals(OTHER_ORIGIN)) {
            assertThat(found.wyckoffPositions())
                    .as(what)
                    .extracting(position -> String.valueOf(position.letter()))
                    .isEqualTo(texts(expected.get("wyckoffs")));
            same(what, found.conventional(), expected.get("conventional"));
            same(what, found.primitive(), expected.get("primitive"));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    // the same lattice, and the same positions in any order
    private static void same(String what, Structure found, JsonNode expected) {
        for (int i = 0; i < 9; i++) {
            assertThat(found.lattice().get(i / 3, i % 3))
                    .as(what)
                    .isCloseTo(expected.get("lattice").get(i / 3).get(i % 3).asDouble(), within(1e-4));
        }
        assertThat(expected.get("frac")).as(what).hasSize(found.size());
        for (JsonNode point : expected.get("frac")) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < found.size(); j++) {
                double[] offset = new double[3];
                for (int k = 0; k < 3; k++) {
                    double difference =
                            found.fractional()[3 * j + k] - point.get(k).asDouble();
                    offset[k] = difference - Math.rint(difference);
                }
                double[] r = found.lattice().toCartesian(offset);
                nearest = Math.min(nearest, Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]));
            }
            assertThat(nearest).as(what).isLessThan(1e-4);
        }
    }
}
