package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;

class RelaxSettingsTest {

    @Test
    void has_the_defaults_of_the_method() {
        RelaxSettings settings = RelaxSettings.defaults();
        assertThat(settings.steps()).isEqualTo(300);
        assertThat(settings.fmax()).isEqualTo(0.05);
        assertThat(settings.stressMax()).isCloseTo(0.0025, within(1e-12));
        assertThat(settings.uncertainty()).isEqualTo(0.5);
        assertThat(settings.uncertaintyFloor()).isEqualTo(0.5);
        assertThat(settings.patience()).isEqualTo(20);
        assertThat(settings.maxStep()).isEqualTo(0.2);
        assertThat(settings.optimizer()).isEqualTo(RelaxSettings.Optimizer.LBFGS);
        assertThat(settings.fixedCell()).isFalse();
    }

    @Test
    void reads_every_key_with_stress_in_gigapascal() {
        Settings section = Settings.of(Map.of(
                "steps",
                10,
                "fmax",
                0.01,
                "stressMax",
                1,
                "uncertainty",
                0.3,
                "uncertaintyFloor",
                0.2,
                "patience",
                5,
                "optimizer",
                "fire",
                "fixedCell",
                true,
                "maxStep",
                0.1));
        RelaxSettings settings = RelaxSettings.of(section);
        assertThat(section.problems()).isEmpty();
        assertThat(settings)
                .isEqualTo(
                        new RelaxSettings(10, 0.01, Units.GPA, 0.1, 0.3, 0.2, 5, RelaxSettings.Optimizer.FIRE, true));
    }

    @Test
    void reports_wrong_values_and_unknown_keys_together() {
        Settings section =
                Settings.of(Map.of("fmax", -1, "optimizer", "bfgs", "patiance", 5, "steps", 1.5, "patience", 0));
        RelaxSettings.of(section);
        assertThat(section.problems()).hasSize(5);
        assertThat(String.join("\n", section.problems()))
                .contains("did you mean patience?")
                .contains("lbfgs, fire");
    }
}
