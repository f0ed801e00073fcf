package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.tests.PolymorphProcess;

/** Pictures of a real search. */
class PlotTest {
    private static final int BLUE = 0x0072B2;
    private static final int ORANGE = 0xE69F00;

    @TempDir
    private static Path directory;

    private static Search search;

    @BeforeAll
    static void search_once() throws Exception {
        search = Search.small(directory.resolve("search")).with("seed=3", "stop.rounds=3");
        assertThat(search.run().exitCode()).as(search.said()).isIn(0, 3);
    }

    private static String svg(String kind, String... more) throws Exception {
        Path file = directory.resolve(kind + ".svg");
        List<String> words = new java.util.ArrayList<>(List.of("plot", "si8", "--kind", kind, "-o", file.toString()));
        words.addAll(List.of(more));
        search.ask(words.toArray(String[]::new)).exits(0);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement()
                .getTextContent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "energy-volume | volume [Å³/atom] | enthalpy by the surrogate [eV/atom] | relaxed (DFT)",
                "energy-round | round | energy or enthalpy [eV/atom] | labels (DFT)",
                "convergence | round | enthalpy above the lowest of the last round [meV/atom] | 1: c",
                "parity | DFT: energy [eV/atom] | surrogate of the round before: component of a force [eV/Å] | round 1",
                "jobs | time since the first job was written down [ | job | running"
            })
    void each_kind_names_its_axes_with_units_and_draws_in_colours(String kind, String x, String y, String legend)
            throws Exception {
        assertThat(svg(kind)).contains(x, y, legend);

        Path png = directory.resolve(kind + ".png");
        search.ask("plot", "--kind", kind, "-o", png.toString()).exits(0);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isGreaterThanOrEqualTo(1280);
        Set<Integer> colours = new HashSet<>();
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            colours.add(image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF);
        }
        assertThat(colours).hasSizeGreaterThan(20);
        if (!kind.equals("parity")) {
            assertThat(colours).containsAnyOf(BLUE, ORANGE);
        }
    }

    @Test
    void parity_has_the_errors_that_the_search_wrote_down() throws Exception {
        double sum = 0;
        double labels = 0;
        for (JsonNode round : search.ask("results", "--json").exits(0).json().get("heldOut")) {
            sum += round.get("structures").asDouble()
                    * round.get("energy").get("mae").asDouble();
            labels += round.get("structures").asDouble();
        }
        Matcher error = Pattern.compile("mean error ([0-9.]+) meV/atom").matcher(svg("parity"));

        assertThat(labels).isPositive();
        assertThat(error.find()).isTrue();
        assertThat(Double.parseDouble(error.group(1))).isCloseTo(sum / labels, within(0.051));
    }

    @Test
    void convergence_and_volumes_name_the_clusters_of_the_last_round() throws Exception {
        JsonNode rounds = search.ask("status", "--json").exits(0).json().get("rounds");
        String lowest = rounds.get(rounds.size() - 1)
                .get("lowest")
                .get(0)
                .get("candidate")
                .asText();

        assertThat(svg("convergence")).contains("1: " + lowest);
        assertThat(svg("energy-volume")).contains("1: " + lowest);
    }

    @Test
    void a_hull_needs_references_of_other_elements() throws Exception {
        PolymorphProcess.Ended alone =
                search.ask("plot", "--kind", "hull", "-o", "hull.svg").exits(2);
        assertThat(alone.err()).contains("campaign si8, --kind hull", "of two or three elements, found 1: Si");

        Path references = directory.resolve("references.extxyz");
        Files.writeString(references, """
                1
                Lattice="3 0 0 0 3 0 0 0 3" Properties=species:S:1:pos:R:3 energy=-8.0 pbc="T T T"
                C 0 0 0
                """);
        assertThat(svg("hull", "--reference", references.toString()))
                .contains("share of Si atoms", "energy of formation [eV/atom]", "stable");
    }

    @Test
    void a_search_that_has_nothing_yet_says_so() throws Exception {
        Search begun = Search.small(directory.resolve("begun"))
                .onSite("broken", "codes: {potential: {command: /bin/false}}\n");
        assertThat(begun.run().exitCode()).isNotZero();

        for (String kind : List.of("energy-volume", "energy-round", "convergence", "parity")) {
            assertThat(begun.ask("plot", "--kind", kind, "-o", "picture.svg")
                            .exits(2)
                            .err())
                    .as(kind)
                    .contains("campaign si8, --kind " + kind, "nothing to draw yet");
        }
    }
}
