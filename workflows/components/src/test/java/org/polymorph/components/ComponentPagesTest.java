package org.polymorph.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.components.fake.PotentialProgram;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;

/** The pages of docs/components say what the sources say, and their examples run. */
class ComponentPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path work;

    private final CamelContext camel = new DefaultCamelContext();
    private LocalScheduler scheduler;

    @BeforeEach
    void start() {
        scheduler = new LocalScheduler(work.resolve("jobs"), 2);
        camel.getRegistry().bind("here", scheduler);
        camel.getPropertiesComponent().addInitialProperty("work", work.toString());
        camel.getPropertiesComponent().addInitialProperty("command", "RAW(" + PotentialProgram.command() + ")");
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        scheduler.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localjob, batch/localjob.json",
        "dft, dft/dft.json",
        "surrogate, surrogate/surrogate.json",
        "campaign, campaign/campaign.json"
    })
    void a_page_has_every_option_and_header_as_its_source_describes_it(String page, String description)
            throws Exception {
        List<String> lines =
                new DocumentedPage("components/" + page + ".md").text().lines().toList();

        assertThat(lines).containsAll(DocumentedPage.tables(description));
    }

    private void put(String folder, String name, String text) throws IOException {
        Path directory = Files.createDirectories(work.resolve(folder));
        Path hidden = Files.writeString(work.resolve("." + name), text);
        Files.move(hidden, directory.resolve(name));
    }

    private Optional<Path> first(String folder) {
        Path directory = work.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).findFirst();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path awaitFile(String folder) {
        await().atMost(PATIENCE).until(() -> first(folder).isPresent());
        return first(folder).orElseThrow();
    }

    @Test
    void the_example_of_localjob_runs_scripts() throws Exception {
        put("scripts", "hello.sh", "echo silicon | tr a-z A-Z");
        new DocumentedPage("components/localjob.md").addRoutes(camel);

        Path output = awaitFile("outputs");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).hasContent("SILICON"));
    }

    private static String extxyz(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        ExtXyz.write(text, frames);
        return text.toString();
    }

    private static List<Frame> whole(Path file) {
        await().atMost(PATIENCE)
                .until(() -> Files.readString(file, StandardCharsets.UTF_8).endsWith("\n"));
        return StructureFiles.read(file);
    }

    @Test
    void the_example_of_dft_calculates_structures() throws Exception {
        put("structures", "si.extxyz", extxyz(List.of(new Frame(Silicon.diamond(5.431)))));
        new DocumentedPage("components/dft.md").addRoutes(camel);

        List<Frame> results = whole(awaitFile("results"));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).evaluation().orElseThrow().energy())
                .isEqualTo(Silicon.potential().evaluate(Silicon.diamond(5.431)).energy());
    }

    @Test
    void the_example_of_surrogate_trains_and_relaxes() throws Exception {
        List<Frame> labels = IntStream.range(0, 10)
                .mapToObj(i -> Silicon.label("l" + i, Silicon.cell(5.2 + 0.05 * i, 0.25 + 0.004 * (i % 4))))
                .map(ComponentPagesTest::frame)
                .toList();
        put("labels", "labels.extxyz", extxyz(labels));
        put("structures", "si.extxyz", extxyz(List.of(new Frame(Silicon.diamond(5.3)))));
        new DocumentedPage("components/surrogate.md").addRoutes(camel);

        List<Frame> relaxed = whole(awaitFile("relaxed"));
        assertThat(relaxed).hasSize(1);
        assertThat(relaxed.get(0).evaluation().orElseThrow().energy() / 2)
                .isCloseTo(-4.33, org.assertj.core.api.Assertions.within(0.05));
    }

    private static Frame frame(LabelledStructure label) {
        return new Frame(label.structure(), Optional.of(label.evaluation()), Map.of());
    }
}
