package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

class GthTest {
    private static final Structure ROCKSALT = Structure.of(
            Lattice.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
            List.of(Element.Cl, Element.Na),
            new double[] {0, 0, 0, 0.5, 0.5, 0.5});

    // made up, in the form of CP2K's files
    private static final String FILE = """
            # electrons; local part; projectors
            Na GTH-PBE-q1
                1    0
                0.9  1  -1.2
                2
                0.7  2   1.8  -0.2
                          0.6
                0.8  1   0.5
            Na GTH-PBE-q9 GTH-PBE
                3 6
                0.3  2  -7.5  1.1
                0
            Na GTH-SCAN-q1
                1
                0.9  0
                0
            Cl GTH-PBE-q7 GTH-PBE
                2 5
                0.4  1  -6.4
                1
                0.34 1   15.2
            Cl GTH-PADE-q7 GTH-LDA-q7
                2 5
                0.4  1  -6.4
                0
            Cl GTH-BLYP-q7
                2 5
                0.4  1  -6.4
                0
                NLCC 1
            """;

    private final Path folder;

    GthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Map<String, Object> settings(Object pseudopotentials) throws IOException {
        Path file = Files.writeString(folder.resolve("POTENTIALS"), FILE);
        return new TreeMap<>(
                Map.of("ecutwfc", 30, "pseudopotentials", pseudopotentials, "potentialFile", file.toString()));
    }

    private static PreparedJob prepare(Map<String, Object> settings) {
        return new EspressoCode()
                .prepare(new CalculationRequest(
                        List.of(ROCKSALT), "static", 0, Settings.of(settings), Settings.empty()));
    }

    private static List<String> problems(Map<String, Object> settings) {
        Settings read = Settings.of(settings);
        new EspressoCode().validate(new CalculationRequest(List.of(ROCKSALT), "static", 0, read, Settings.empty()));
        return read.problems();
    }

    private static String text(PreparedJob job, String name) {
        return job.files().stream()
                .filter(file -> file.name().equals(name))
                .map(file -> new String(file.content(), StandardCharsets.US_ASCII))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void potentials_of_cp2k_are_written_into_the_job_as_pw_reads_them() throws IOException {
        PreparedJob job = prepare(settings(Map.of("Na", "GTH-PBE-q1", "Cl", "GTH-PBE")));
        assertThat(job.files()).extracting(file -> file.name()).containsExactly("pw.in", "Na.gth", "Cl.gth");
        assertThat(text(job, "pw.in")).contains("pseudo_dir = './'", "Na 22.98976928 Na.gth", "ecutrho = 120.0d0");
        assertThat(text(job, "Na.gth")).isEqualTo("""
                GTH Na GTH-PBE-q1
                11 1 000000
                10 11 1 0 2001 0
                0.9 1 -1.2
                2
                0.7 2 1.8 -0.2
                 0.6
                0.8 1 0.5
                 0.0
                """);
        assertThat(text(job, "Cl.gth")).startsWith("GTH Cl GTH-PBE-q7\n17 7 000000\n10 11 0 0 2001 0\n0.4 1 -6.4\n1\n");
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        PreparedJob job = prepare(settings("GTH-PBE"));
        for (Element element : List.of(Element.Na, Element.Cl)) {
            String name = element + ".gth";
            Files.writeString(folder.resolve(name), text(job, name));
            assertThat(GthText.read(folder.resolve(name)))
                    .satisfies(header -> assertThat(header.element()).isEqualTo(element))
                    .satisfies(header -> assertThat(header.valence()).isEqualTo(element == Element.Na ? 9 : 7))
                    .satisfies(header -> assertThat(header.functional()).isEqualTo("PBE"));
        }
        Map<String, Object> directory = Map.of("ecutwfc", 30, "pseudopotentials", folder.toString());
        assertThat(text(prepare(directory), "pw.in")).contains("pseudo_dir = '" + folder + "'", "Na.gth", "Cl.gth");
        PreparedJob copied = prepare(Map.of(
                "ecutwfc",
                30,
                "pseudoDir",
                folder.toString(),
                "pseudopotentials",
                Map.of("Na", "Na.gth", "Cl", "Cl.gth"),
                "copyPseudopotentials",
                true));
        assertThat(text(copied, "Na.gth")).isEqualTo(text(job, "Na.gth"));
    }

    @ParameterizedTest
    @CsvSource({
        "GTH-PBE-q3, GTH-PBE-q7, 'pseudopotentials.Na', 'GTH-PBE-q1, GTH-PBE-q9, GTH-SCAN-q1'",
        "GTH-SCAN-q1, GTH-PBE-q7, 'pseudopotentials.Na', 'POTENTIALS, Na GTH-SCAN-q1'",
        "GTH-PBE-q1, GTH-BLYP-q7, 'pseudopotentials.Cl', '\"NLCC\" after its last term'",
        "GTH-PBE-q1, GTH-PADE-q7, 'pseudopotentials', 'one functional'",
    })
    void what_cannot_be_is_named_with_its_file(String sodium, String chlorine, String key, String found)
            throws IOException {
        assertThat(problems(settings(Map.of("Na", sodium, "Cl", chlorine))))
                .singleElement()
                .asString()
                .contains(key, found, "POTENTIALS");
    }

    @Test
    void a_family_with_several_for_an_element_wants_a_choice() throws IOException {
        Map<String, Object> settings = settings("GTH-PBE");
        Files.writeString(folder.resolve("POTENTIALS"), FILE.replace("q9 GTH-PBE", "q9"));
        assertThat(problems(settings)).singleElement().asString().contains("GTH-PBE-q1, GTH-PBE-q9");
    }

    @Test
    void a_file_and_a_directory_exclude_each_other() throws IOException {
        Map<String, Object> settings = settings("GTH-PBE");
        settings.put("pseudoDir", folder.toString());
        assertThat(problems(settings)).singleElement().asString().contains("pseudoDir", "potentialFile");
        settings.remove("pseudoDir");
        settings.put("potentialFile", folder.resolve("absent").toString());
        assertThat(problems(settings)).anySatisfy(problem -> assertThat(problem)
                .contains("potentialFile", folder.resolve("absent").toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "'11 1 0', '10 11 1 0 2001 0', ''",
        "'11 x 0', '10 11 1 0 2001 0', valence electrons",
        "'11 12 0', '10 11 1 0 2001 0', valence electrons",
        "'0 0 0', '10 11 1 0 2001 0', valence electrons",
        "'11 1 0', '8 11 1 0 2001 0', pspcod 10",
        "'11 1 0', '10 2 1 0 2001 0', 11 (PBE)",
    })
    void heads_that_pw_does_not_take_are_refused_with_the_file(String charges, String codes, String found)
            throws IOException {
        Files.writeString(folder.resolve("a.gth"), "title\n" + charges + "\n" + codes + "\n0.9 0\n0\n");
        Files.writeString(folder.resolve("b.gth"), "title\n17 7 0\n10 11 0 0 2001 0\n0.9 0\n0\n");
        Map<String, Object> settings = Map.of(
                "ecutwfc",
                30,
                "pseudoDir",
                folder.toString(),
                "pseudopotentials",
                Map.of("Na", "a.gth", "Cl", "b.gth"));
        if (found.isEmpty()) {
            assertThat(problems(settings)).isEmpty();
        } else {
            assertThat(problems(settings)).singleElement().asString().contains("a.gth", found);
        }
    }
}
