package org.polymorph.surrogate.property.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.property.ensemble.EnsembleContract;
import org.polymorph.surrogate.training.RandomCells;

/** Learning from crystallographic sites. */
class SiteLearnerTest extends EnsembleContract {
    @Override
    protected String name() {
        return "site";
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("ensemble", 2, "hidden", 12, "embedding", 6, "epochs", 120, "patience", 30);
    }

    private Map<String, Object> with(String features) {
        Map<String, Object> all = new HashMap<>(settings());
        all.put("features", features);
        return all;
    }

    @Test
    void atoms_tell_elements_apart() {
        assertTellsElementsApart(train("site", withGermanium(), with("atoms"), 2));
        assertTellsElementsApart(train("site", withGermanium(), with("sites+atoms"), 2));
    }

    /** Sites know no elements, only which atoms are of one element. */
    @Test
    void sites_do_not_know_an_element_from_another() {
        List<PropertyLabel> labels = List.copyOf(withGermanium());
        PropertyModel model = train("site", labels, with("sites"), 1);
        assertThat(model.predict(RandomCells.cell(3, Element.Si, Element.Si, Element.Si, Element.Ge)))
                .isEqualTo(model.predict(RandomCells.cell(3, Element.Ge, Element.Ge, Element.Ge, Element.Si)));
    }

    @Test
    void the_summary_tells_what_the_numbers_hang_on() {
        Map<String, String> summary =
                train("site", silicon(0, 30), with("sites+atoms"), 1).summary();
        int sum = summary.entrySet().stream()
                .filter(fact -> fact.getKey().startsWith("slopes, "))
                .mapToInt(fact -> Integer.parseInt(fact.getValue().replace(" %", "")))
                .sum();
        assertThat(sum).isBetween(97, 103);
        assertThat(summary).containsEntry("sites", "120");
    }

    @Test
    void unknown_features_are_refused() {
        Settings settings = Settings.of(Map.of("features", "orbits"));
        Providers.of(PropertyLearner.class).get("site").validate(settings);
        assertThatThrownBy(settings::throwIfProblems)
                .hasMessageContaining("features")
                .hasMessageContaining("sites+atoms");
    }
}
