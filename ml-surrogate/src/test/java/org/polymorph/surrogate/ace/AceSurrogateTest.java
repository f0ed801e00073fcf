package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
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
        assertThat(settings.bodyOrder()).isEqualTo(4);
        assertThat(settings.committee()).isEqualTo(16);
        assertThat(settings.features()).isEqualTo(300);
    }

    @Test
    void summary_tells_size_errors_and_data_hash() {
        SurrogateModel model = train(labels(10), Map.of("features", 30), 1);
        assertThat(model.summary())
                .containsEntry("labels", "10")
                .containsKeys("features", "training error energy", "training error force", "noise force", "data hash");
        assertThat(model.summary().get("data hash")).hasSize(64);
    }
}
