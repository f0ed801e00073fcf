package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.SurrogateContract;

class AceSurrogateTest extends SurrogateContract {
    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("ace");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("features", 60, "committee", 5, "core", 1.2);
    }

    @Test
    void wrong_and_unknown_settings_are_all_told() {
        Settings settings = Settings.of(
                Map.of("type", "ace", "cutof", 5, "bodyOrder", 9, "committee", 16, "weights", Map.of("forces", 2)));
        surrogate().validate(settings);
        assertThatThrownBy(settings::throwIfProblems)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean cutoff")
                .hasMessageContaining("bodyOrder")
                .hasMessageContaining("did you mean force");
    }

    @Test
    void defaults_are_those_of_the_campaign_file() {
        AceSettings settings = AceSettings.read(Settings.empty());
        assertThat(settings.cutoff()).isEqualTo(5.0);
        assertThat(settings.bodyOrder()).isEqualTo(5);
        assertThat(settings.committee()).isEqualTo(16);
        assertThat(settings.features()).isEqualTo(450);
    }

    @Test
    void summary_tells_size_errors_and_data_hash() {
        SurrogateModel model = train(labels(10), Map.of("features", 30), 1);
        assertThat(model.summary())
                .containsEntry("labels", "10")
                .containsKeys("features", "training error energy", "training error force", "noise force", "data hash");
        assertThat(model.summary().get("data hash")).hasSize(64);
    }

    @Test
    void a_fit_that_goes_on_from_the_last_round_has_the_bits_of_one_from_scratch(@TempDir Path folder) {
        List<LabelledStructure> labels = labels(100);
        AceModel last = fit(labels.subList(0, 55), Optional.empty());
        assertThat(last.kept().settled()).isEqualTo(40);
        last.save(folder.resolve("last"));
        SurrogateModel loaded = surrogate().load(folder.resolve("last"));
        AceModel scratch = fit(labels, Optional.empty());
        AceModel next = fit(labels, Optional.of(loaded));
        assertThat(next.kept().settled()).isEqualTo(80);
        assertSameBits(next, scratch);
        assertSameBits(fit(labels, Optional.of(next)), scratch);
    }

    @Test
    void sums_of_other_labels_are_not_gone_on_with() {
        List<LabelledStructure> labels = new ArrayList<>(labels(60));
        AceModel last = fit(labels, Optional.empty());
        LabelledStructure old = labels.get(3);
        Evaluation was = old.evaluation();
        labels.set(
                3,
                new LabelledStructure(
                        old.id(), old.structure(), new Evaluation(was.energy() + 0.1, was.forces(), was.stress())));
        assertSameBits(fit(labels, Optional.of(last)), fit(labels, Optional.empty()));
        List<LabelledStructure> fewer = labels.subList(10, 60);
        assertSameBits(fit(fewer, Optional.of(last)), fit(fewer, Optional.empty()));
    }

    private AceModel fit(List<LabelledStructure> labels, Optional<SurrogateModel> previous) {
        try (Workers workers = new Workers(2)) {
            TrainingTask task = TrainingTask.of(labels, Settings.of(settings()), new Seed(7), workers);
            return (AceModel) surrogate().train(task.after(previous));
        }
    }

    private static void assertSameBits(AceModel one, AceModel other) {
        assertThat(one.parameters().coefficients())
                .containsExactly(other.parameters().coefficients());
        assertThat(one.parameters().deviations())
                .containsExactly(other.parameters().deviations());
        assertThat(one.parameters().pooledMean())
                .containsExactly(other.parameters().pooledMean());
        assertThat(one.summary()).isEqualTo(other.summary());
    }
}
