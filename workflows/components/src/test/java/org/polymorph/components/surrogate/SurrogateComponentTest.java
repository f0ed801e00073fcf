package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.components.fake.Silicon;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.Relaxation;

/** The component with plain bodies, as somebody uses it who has structures and no campaign. */
class SurrogateComponentTest {
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

    private static List<LabelledStructure> labels() {
        return IntStream.range(0, 12)
                .mapToObj(i -> Silicon.label("l" + i, Silicon.cell(5.2 + 0.04 * i, 0.25 + 0.004 * (i % 4))))
                .toList();
    }

    @Test
    void learns_from_labelled_structures_and_predicts_with_an_uncertainty() {
        SurrogateModel model =
                template.requestBody("surrogate:si?operation=train&type=ace", labels(), SurrogateModel.class);
        assertThat(model.summary()).isNotEmpty();

        Prediction prediction = template.requestBody("surrogate:si", Silicon.diamond(5.431), Prediction.class);

        assertThat(prediction.mean().energy() / 2).isCloseTo(-4.3366, within(0.02));
        assertThat(prediction.energyStd()).isPositive();
    }

    @Test
    void relaxes_plain_structures_with_what_it_has_learned() {
        template.requestBody("surrogate:si?operation=train&type=exact", labels());

        List<?> relaxed = template.requestBody(
                "surrogate:si?operation=relax", List.of(Silicon.cell(5.6, 0.26), Silicon.diamond(5.2)), List.class);

        assertThat(relaxed).hasSize(2);
        Relaxation first = (Relaxation) relaxed.get(0);
        assertThat(first.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(first.energyPerAtom()).isCloseTo(-4.3366, within(1e-3));
    }

    @Test
    void names_keep_their_models_apart() {
        template.requestBody("surrogate:one?operation=train&type=exact", labels());

        assertThat(template.requestBody("surrogate:one", Silicon.diamond(5.4), Prediction.class))
                .isNotNull();
        assertThatThrownBy(() -> template.requestBody("surrogate:other", Silicon.diamond(5.4)))
                .hasStackTraceContaining("surrogate:other has no model yet");
    }

    @Test
    void a_list_of_something_else_is_refused_with_its_type() {
        assertThatThrownBy(() -> template.requestBody("surrogate:si?operation=train", List.of("POSCAR")))
                .hasStackTraceContaining("LabelledStructure")
                .hasStackTraceContaining("String");
    }

    @Test
    void frames_without_energies_are_no_labels() {
        assertThatThrownBy(() ->
                        template.requestBody("surrogate:si?operation=train", List.of(new Frame(Silicon.diamond(5.4)))))
                .hasStackTraceContaining("structure 1 (Si2): expected finite energy, forces and stress");
    }

    @Test
    void files_are_taken_in_place_of_structures(@TempDir Path directory) {
        Path labels = directory.resolve("labels.extxyz");
        StructureFiles.write(
                labels,
                labels().stream()
                        .map(label -> new Frame(label.structure(), Optional.of(label.evaluation()), Map.of()))
                        .toList());
        Path poscar = directory.resolve("POSCAR");
        StructureFiles.write(poscar, List.of(new Frame(Silicon.diamond(5.2))));
        template.requestBody("surrogate:si?operation=train", labels);

        Prediction prediction = template.requestBody("surrogate:si", poscar.toFile(), Prediction.class);
        List<?> relaxed = template.requestBody("surrogate:si?operation=relax", poscar, List.class);

        assertThat(prediction.mean().size()).isEqualTo(2);
        assertThat(relaxed).hasSize(1);
    }
}
