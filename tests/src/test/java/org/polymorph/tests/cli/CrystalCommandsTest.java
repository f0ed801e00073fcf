package org.polymorph.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;

class CrystalCommandsTest {
    private static final String PRIMITIVE = """
            2
            Lattice="0 2.7155 2.7155 2.7155 0 2.7155 2.7155 2.7155 0" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 0 0 0
            Si 1.35775 1.35775 1.35775
            """;
    private static final String CONVENTIONAL = """
            8
            Lattice="5.431 0 0 0 5.431 0 0 0 5.431" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 1 0 0
            Si 1 2.7155 2.7155
            Si 3.7155 0 2.7155
            Si 3.7155 2.7155 0
            Si 2.35775 1.35775 1.35775
            Si 2.35775 4.07325 4.07325
            Si 5.07325 1.35775 4.07325
            Si 5.07325 4.07325 1.35775
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(directory.resolve("two.extxyz"), PRIMITIVE);
        Files.writeString(directory.resolve("eight.extxyz"), CONVENTIONAL);
        Files.writeString(directory.resolve("moved.extxyz"), CONVENTIONAL.replace("Si 1 0 0", "Si 1.1 0.2 0"));
    }

    private PolymorphProcess.Ended polymorph(String command) throws Exception {
        return PolymorphProcess.in(directory).run(command.split(" ")).exits(0);
    }

    // shells of diamond: √3/4 a, 4 atoms; √1/2 a, 12
    @Test
    void descriptors_are_the_shells_of_diamond_in_either_cell() throws Exception {
        JsonNode amd =
                polymorph("descriptor amd two.extxyz eight.extxyz -k 16 --json").json();
        assertThat(amd.get("k").asInt()).isEqualTo(16);
        assertThat(amd.get("values")).hasSize(2);
        for (JsonNode values : amd.get("values")) {
            assertThat(values).hasSize(16);
            assertThat(values.get(3).asDouble()).isCloseTo(5.431 * Math.sqrt(3) / 4, within(1e-9));
            assertThat(values.get(15).asDouble()).isCloseTo(5.431 / Math.sqrt(2), within(1e-9));
        }
        JsonNode rows = polymorph("descriptor pdd eight.extxyz -k 5 --json")
                .json()
                .get("values")
                .get(0);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).hasSize(6);
        assertThat(rows.get(0).get(0).asDouble()).isEqualTo(1);
        assertThat(polymorph("descriptor amd two.extxyz -k 3 --elements").out()).startsWith("Si    2.351692");
    }

    @Test
    void compares_and_maps_sites() throws Exception {
        JsonNode same = polymorph("compare two.extxyz eight.extxyz --json").json();
        assertThat(same.get("same").asBoolean()).isTrue();
        assertThat(same.get("distance").asDouble()).isLessThan(1e-6);
        assertThat(same.get("rms").asDouble()).isLessThan(1e-6);
        assertThat(same.get("sites")).hasSize(8);
        JsonNode moved = polymorph("compare eight.extxyz moved.extxyz --json").json();
        assertThat(moved.get("same").asBoolean()).isFalse();
        assertThat(moved.get("distance").asDouble()).isGreaterThan(0.05);
        assertThat(moved.get("rms").asDouble()).isBetween(0.05, 0.1);
        assertThat(polymorph("compare eight.extxyz moved.extxyz --tolerance 1").out())
                .startsWith("the same within 1.0 Å");
    }

    @Test
    void keeps_the_lowest_structure_of_each_crystal() throws Exception {
        String energies = PRIMITIVE.replace("pbc=", "energy=-8.0 pbc=")
                + CONVENTIONAL.replace("pbc=", "energy=-34.0 pbc=")
                + CONVENTIONAL.replace("Si 1 0 0", "Si 1.1 0.2 0");
        Files.writeString(directory.resolve("all.extxyz"), energies);
        JsonNode groups =
                polymorph("deduplicate all.extxyz -o kept.extxyz --json").json();
        assertThat(groups.get("structures").asInt()).isEqualTo(3);
        assertThat(groups.get("groups")).hasSize(2);
        assertThat(groups.get("groups").get(0).get("kept").asInt()).isOne();
        assertThat(groups.get("groups").get(0).get("spaceGroup").asText()).isEqualTo("Fd-3m");
        assertThat(groups.get("groups").get(1).get("spaceGroupWide").asText()).isNotEqualTo("Fd-3m");
        List<Frame> kept = StructureFiles.read(directory.resolve("kept.extxyz"));
        assertThat(kept).extracting(frame -> frame.structure().size()).containsExactly(8, 8);
        assertThat(kept).extracting(frame -> frame.info().get("copies")).containsExactly("2", "1");
    }

    @Test
    void tells_what_lies_above_the_hull_and_asks_for_its_end_points() throws Exception {
        String silicon = PRIMITIVE.replace("pbc=", "energy=-10.0 pbc=");
        String compound = silicon.replaceFirst("Si 0", "O 0").replace("-10.0", "-12.0");
        String oxygen = silicon.replace("\nSi", "\nO").replace("-10.0", "-11.0");
        Files.writeString(
                directory.resolve("all.extxyz"), silicon + compound + compound.replace("-12.0", "-11.0") + oxygen);
        Files.writeString(directory.resolve("open.extxyz"), silicon + compound);
        JsonNode hull = polymorph("hull all.extxyz --json").json();
        assertThat(hull.get("stable")).extracting(JsonNode::asInt).containsExactly(0, 1, 3);
        assertThat(hull.get("entries").get(1).get("formationEnergy").asDouble()).isCloseTo(-0.75, within(1e-12));
        assertThat(hull.get("entries").get(2).get("energyAboveHull").asDouble()).isCloseTo(0.5, within(1e-12));
        assertThat(polymorph("hull all.extxyz -o hull.svg").out()).contains("1.000 SiO (2)");
        assertThat(directory.resolve("hull.svg"))
                .content()
                .contains(" SiO ", "share of Si atoms", "energy of formation [eV/atom]");
        assertThat(PolymorphProcess.in(directory)
                        .run("hull", "open.extxyz")
                        .exits(2)
                        .err())
                .contains("end points", "none of O");
    }

    @Test
    void other_descriptors_have_a_value_a_radius() throws Exception {
        JsonNode density = polymorph("descriptor density two.extxyz --points 4 --cutoff 2 -k 3 --json")
                .json();
        assertThat(density.get("radii")).hasSize(4);
        assertThat(density.get("values").get(0)).hasSize(4);
        double filled = density.get("values").get(0).get(1).get(1).asDouble();
        assertThat(filled).isCloseTo(8 * 4 * Math.PI / 3 / Math.pow(5.431, 3), within(1e-9));
        assertThat(polymorph("descriptor rdf two.extxyz --points 30 --json")
                        .json()
                        .get("values")
                        .get(0))
                .hasSize(30);
        assertThat(polymorph("descriptor soap two.extxyz --cutoff 4 --json")
                        .json()
                        .get("values")
                        .get(0))
                .hasSize(36 * 7);
    }

    @Test
    void clusters_like_structures_by_every_method() throws Exception {
        String salt = PRIMITIVE.replace("1.35775 1.35775 1.35775", "2.7155 2.7155 2.7155");
        Files.writeString(directory.resolve("all.extxyz"), PRIMITIVE + salt + CONVENTIONAL + salt + PRIMITIVE);
        for (String method : List.of(
                "dbscan", "hdbscan", "agglomerative --linkage complete", "kmeans --clusters 2", "dbscan --by pdd")) {
            JsonNode found = polymorph("cluster all.extxyz --json -o out.extxyz --method " + method)
                    .json();
            assertThat(found.get("clusters").toString()).as(method).isEqualTo("[[0,2,4],[1,3]]");
            assertThat(found.get("noise")).isEmpty();
        }
        assertThat(StructureFiles.read(directory.resolve("out.extxyz")))
                .extracting(frame -> frame.info().get("cluster"))
                .containsExactly("0", "1", "0", "1", "0");
    }
}
