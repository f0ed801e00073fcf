package org.polymorph.components.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.TypeConverter;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.components.fake.Silicon;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;

/** Converters and data formats as a bare Camel context finds them on the class path. */
class StructureFormatsTest {
    private static final Frame DIAMOND = new Frame(Silicon.diamond(5.431));
    private static final Frame ROCKSALT = new Frame(Silicon.cell(4.9, 0.5));

    @TempDir
    Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;
    private TypeConverter converter;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String format : List.of("extxyz", "cif", "poscar")) {
                    from("direct:write-" + format).marshal(format);
                    from("direct:read-" + format).unmarshal(format);
                }
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
        converter = camel.getTypeConverter();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Path written(String name, Frame... frames) {
        Path file = directory.resolve(name);
        StructureFiles.write(file, List.of(frames));
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"si.extxyz", "si.cif", "POSCAR"})
    void a_file_of_any_format_converts_to_its_structure(String name) throws Exception {
        Path file = written(name, DIAMOND);
        byte[] bytes = java.nio.file.Files.readAllBytes(file);

        for (Object body : List.of(
                file,
                file.toFile(),
                bytes,
                new String(bytes, StandardCharsets.UTF_8),
                new ByteArrayInputStream(bytes))) {
            Structure structure = converter.mandatoryConvertTo(Structure.class, body);
            assertThat(structure.volume())
                    .isCloseTo(DIAMOND.structure().volume(), org.assertj.core.data.Offset.offset(1e-6));
        }
        assertThat(converter.mandatoryConvertTo(Frame.class, file).structure().size())
                .isEqualTo(2);
    }

    @Test
    void several_structures_convert_to_frames_and_not_to_one() throws Exception {
        Path file = written("two.extxyz", DIAMOND, ROCKSALT);

        assertThat(converter.mandatoryConvertTo(Frame[].class, file)).hasSize(2);
        assertThatThrownBy(() -> converter.mandatoryConvertTo(Structure.class, file))
                .hasStackTraceContaining("two.extxyz: expected one structure, found 2");
    }

    @Test
    void a_file_picked_up_by_a_route_converts_and_is_named_in_errors() {
        written("si.extxyz", DIAMOND);
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            Exchange exchange = consumer.receive("file:" + directory + "?noop=true&initialDelay=0", 20_000);
            assertThat(exchange.getMessage().getBody(Structure.class).size()).isEqualTo(2);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThatThrownBy(() -> template.requestBodyAndHeader(
                        "direct:read-poscar", "Si\n1.0\n1 0 x\n", Exchange.FILE_NAME, "CONTCAR.7"))
                .hasStackTraceContaining("CONTCAR.7 line 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extxyz", "cif", "poscar"})
    void what_a_format_writes_it_reads_again(String format) {
        String text = template.requestBody("direct:write-" + format, DIAMOND.structure(), String.class);
        List<?> frames = template.requestBody("direct:read-" + format, text, List.class);

        assertThat(frames).hasSize(1);
        Structure read = ((Frame) frames.get(0)).structure();
        assertThat(read.composition()).isEqualTo(DIAMOND.structure().composition());
        assertThat(read.volume()).isCloseTo(DIAMOND.structure().volume(), org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void labels_keep_energy_forces_and_stress_in_extxyz_to_the_last_bit() {
        LabelledStructure label = Silicon.label("l1", Silicon.cell(5.5, 0.27));
        String text = template.requestBody("direct:write-extxyz", List.of(label, DIAMOND), String.class);

        Frame[] frames = converter.convertTo(Frame[].class, text);

        assertThat(frames).hasSize(2);
        assertThat(frames[0].evaluation()).contains(label.evaluation());
        assertThat(frames[0].info()).isEqualTo(Map.of("id", "l1"));
        assertThat(frames[1].evaluation()).isEqualTo(Optional.empty());
    }

    @Test
    void what_cannot_be_written_is_refused() {
        assertThatThrownBy(() -> template.requestBody("direct:write-poscar", List.of(DIAMOND, ROCKSALT)))
                .hasStackTraceContaining("a POSCAR holds one structure, found 2");
        assertThatThrownBy(() -> template.requestBody("direct:write-cif", List.of()))
                .hasStackTraceContaining("expected structures for cif, found none");
        assertThatThrownBy(() -> template.requestBody("direct:write-extxyz", 7))
                .hasStackTraceContaining("found java.lang.Integer");
    }
}
