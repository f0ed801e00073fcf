package org.polymorph.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.model.spi.BatchScheduler;

/** What a third party sees that puts the jar on its class path. */
class ComponentsOnClassPathTest {
    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localjob", "slurm", "pbs", "gridengine", "lsf", "dft", "surrogate", "campaign"})
    void a_bare_context_finds_each_component_by_its_scheme(String scheme) {
        assertThat(camel.hasComponent(scheme)).isNull();
        assertThat(camel.getComponent(scheme)).isNotNull();
        assertThat(camel.getEndpoint(scheme + ":main").getEndpointUri()).isEqualTo(scheme + "://main");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localjob:main?operation=reboot | operation",
                "dft:potential?mode=fast | mode",
                "surrogate:main?operation=guess | operation",
                "campaign:main?emit=noise | emit"
            })
    void an_unknown_option_or_value_is_named(String uri, String option) {
        assertThatThrownBy(() -> camel.getEndpoint(uri)).hasStackTraceContaining(option);
    }

    private void start(String from, String to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
        camel.start();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direct:in | localjob:hpc9 | no site \"hpc9\" in the registry; known: here",
                "localjob:hpc9 | mock:out | no site \"hpc9\" in the registry; known: here",
                "direct:in | dft:vsap | unknown DFT code \"vsap\" (did you mean vasp?); known: abinit, brittle, cp2k, espresso, potential",
                "direct:in | campaign:si9 | no campaign \"si9\" is open; open: none",
                "campaign:si9 | mock:out | no campaign \"si9\" is open; open: none"
            })
    void a_route_to_something_unknown_does_not_start_and_lists_what_is_known(
            String from, String to, String message, @TempDir Path directory) {
        try (BatchScheduler here = new LocalScheduler(directory, 1)) {
            camel.getRegistry().bind("here", here);
            assertThatThrownBy(() -> start(from, to)).hasStackTraceContaining(message);
        }
    }

    @Test
    void an_unknown_kind_of_surrogate_lists_the_known_ones() throws Exception {
        start("direct:in", "surrogate:main?operation=train&type=gpt");
        assertThatThrownBy(() -> camel.createProducerTemplate().requestBody("direct:in", java.util.List.of()))
                .hasStackTraceContaining(
                        "unknown surrogate \"gpt\"; known: ace, acenet, exact, external, painn, schnet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direct:in | campaign:main?emit=jobs | emit=jobs is for a consumer",
                "campaign:main?operation=complete | mock:out | operation=complete is for a producer",
                "localjob:main?operation=cancel | mock:out | operation=cancel is for a producer",
                "direct:in | surrogate:main?operation=predict&type=ace | found operation=predict",
                "dft:potential | mock:out | can only be sent to",
                "surrogate:main | mock:out | can only be sent to"
            })
    void contradictory_options_are_refused_when_the_route_starts(String from, String to, String message) {
        assertThatThrownBy(() -> start(from, to)).hasStackTraceContaining(message);
    }
}
