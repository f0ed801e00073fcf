package org.polymorph.components.dft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.components.fake.PotentialProgram;
import org.polymorph.components.fake.Silicon;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

class DftComponentTest {
    @TempDir
    Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void a_dot_in_an_option_leads_into_a_section() {
        DftEndpoint endpoint = camel.getEndpoint(
                "dft:espresso?settings.pseudopotentials.Si=Si.upf&settings.pseudopotentials.C=C.upf&settings.ecutwfc=30",
                DftEndpoint.class);

        assertThat(endpoint.getSettings())
                .isEqualTo(Map.of("pseudopotentials", Map.of("C", "C.upf", "Si", "Si.upf"), "ecutwfc", 30));
        assertThatThrownBy(() -> camel.getEndpoint("dft:espresso?settings.moments=1&settings.moments.Fe=1"))
                .hasStackTraceContaining("found both: moments and moments.Fe");
    }

    private static CalculationRequest request(Map<String, ?> settings, List<Structure> structures) {
        return new CalculationRequest(structures, "static", 0, Settings.of(settings), Settings.empty());
    }

    private static CalculationRequest request(Structure... structures) {
        return request(Map.of("potential", "sw"), List.of(structures));
    }

    private void write(JobRequest job) throws Exception {
        for (InputFile file : job.files()) {
            Files.write(directory.resolve(file.name()), file.content());
        }
    }

    @Test
    void a_request_becomes_a_job_with_the_token_and_resources_of_the_headers() {
        Resources resources = new Resources(1, 2, Duration.ofMinutes(5), 100);
        JobRequest job = template.requestBodyAndHeaders(
                "dft:potential",
                request(Silicon.diamond(5.4)),
                Map.of(BatchConstants.TOKEN, "si-1", BatchConstants.RESOURCES, resources),
                JobRequest.class);

        assertThat(job.token()).isEqualTo("si-1");
        assertThat(job.resources()).isEqualTo(resources);
        assertThat(job.files()).extracting(InputFile::name).containsExactly("structures.extxyz");
        assertThat(job.script()).contains("potential:sw");
    }

    @Test
    void a_job_without_a_token_gets_one_of_its_own() {
        JobRequest one = template.requestBody("dft:potential", request(Silicon.diamond(5.4)), JobRequest.class);
        JobRequest two = template.requestBody("dft:potential", request(Silicon.diamond(5.4)), JobRequest.class);

        assertThat(one.token()).isNotEqualTo(two.token());
        assertThat(one.resources()).isEqualTo(Resources.DEFAULT);
    }

    @Test
    void a_directory_with_outputs_becomes_one_outcome_a_structure() throws Exception {
        write(template.requestBody(
                "dft:potential", request(Silicon.diamond(5.431), Silicon.diamond(5.6)), JobRequest.class));
        PotentialProgram.main(new String[] {
            "calculate",
            directory.resolve("structures.extxyz").toString(),
            "-o",
            directory.resolve("results.extxyz").toString()
        });

        List<?> outcomes = template.requestBody("dft:potential?operation=parse", directory, List.class);

        assertThat(outcomes).hasSize(2).allMatch(CalculationResult.class::isInstance);
        // Stillinger and Weber 1985, doi 10.1103/PhysRevB.31.5262: two bonds an atom of 2.1683 eV each
        assertThat(((CalculationResult) outcomes.get(0)).evaluation().energy() / 2)
                .isCloseTo(-4.3366, org.assertj.core.api.Assertions.within(1e-3));
    }

    @Test
    void a_directory_without_outputs_becomes_a_classified_failure() throws Exception {
        write(template.requestBody("dft:potential", request(Silicon.diamond(5.4)), JobRequest.class));

        List<?> outcomes = template.requestBody("dft:potential?operation=parse", directory.toFile(), List.class);

        assertThat(((CalculationFailure) outcomes.get(0)).kind()).isEqualTo(FailureKind.NO_OUTPUT);
    }

    @Test
    void settings_that_cannot_be_met_are_told_with_their_key() {
        assertThatThrownBy(() -> template.requestBody(
                        "dft:potential", request(Map.of("potential", "vdw"), List.of(Silicon.diamond(5)))))
                .hasStackTraceContaining("potential")
                .hasStackTraceContaining("vdw");
    }

    @Test
    void more_structures_than_a_job_may_hold_are_refused() {
        List<Structure> many = Collections.nCopies(1001, Silicon.diamond(5.4));
        assertThatThrownBy(() -> template.requestBody("dft:potential", request(Map.of("potential", "sw"), many)))
                .hasStackTraceContaining("expected at most 1000 structures in one job of dft:potential, found 1001");
    }

    @Test
    void plain_structures_are_prepared_by_the_options() {
        String uri =
                "dft:potential?inputSet=fine&settings.potential=sw&settings.fmax=0.002&settings.steps=7&site.command=pm";
        JobRequest job = template.requestBody(uri, List.of(Silicon.diamond(5.4)), JobRequest.class);

        assertThat(job.script()).startsWith("pm relax").contains("--fmax 0.002").contains("--steps 7");
    }

    @Test
    void options_beside_a_request_that_says_the_same_are_refused() {
        assertThatThrownBy(() ->
                        template.requestBody("dft:potential?settings.potential=lj", request(Silicon.diamond(5.4))))
                .hasStackTraceContaining("a CalculationRequest has its own input set, settings and site");
        assertThatThrownBy(() -> template.requestBody("dft:potential?operation=parse&inputSet=fine", directory))
                .hasStackTraceContaining("found operation=parse");
    }

    @Test
    void a_bean_in_the_registry_wins_over_the_class_path() {
        camel.getRegistry().bind("potential", new OneLine());

        JobRequest job = template.requestBody("dft:potential", request(Silicon.diamond(5.4)), JobRequest.class);

        assertThat(job.script()).isEqualTo("true");
    }

    private static final class OneLine implements DftCode {
        @Override
        public String name() {
            return "potential";
        }

        @Override
        public int maxStructuresPerJob() {
            return 1;
        }

        @Override
        public void validate(CalculationRequest request) {
            request.settings().finish();
        }

        @Override
        public PreparedJob prepare(CalculationRequest request) {
            return new PreparedJob(List.of(new InputFile("in", "x".getBytes(StandardCharsets.UTF_8))), "true");
        }

        @Override
        public List<CalculationOutcome> parse(Path directory) {
            return List.of();
        }
    }
}
