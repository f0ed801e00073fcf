package org.polymorph.dft.potential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/**
 * What {@code calculate.settings} says for the code {@code potential}.
 *
 * @param potential name of the potential
 * @param parameters as {@code key=value}, dots in the key for sections
 * @param relax whether to relax, else single points
 * @param fmax in eV/Å
 * @param pressure in GPa
 * @param calculator the potential itself; empty if its settings are wrong
 */
record PotentialSettings(
        String potential,
        List<String> parameters,
        boolean relax,
        double fmax,
        int steps,
        double pressure,
        Optional<Calculator> calculator) {
    private static final List<String> INPUT_SETS = List.of("static", "coarse", "fine");

    PotentialSettings {
        parameters = List.copyOf(parameters);
    }

    /** Reads settings; what is wrong is added to their problems. */
    static PotentialSettings read(Settings settings, String inputSet, double pressure) {
        if (!INPUT_SETS.contains(inputSet)) {
            settings.reject(
                    "potential",
                    "expected one of the stages " + String.join(", ", INPUT_SETS) + ", found \"" + inputSet + "\"");
        }
        Providers<CalculatorProvider> providers = Providers.of(CalculatorProvider.class);
        Optional<CalculatorProvider> provider = settings.parsed("potential", providers::get);
        if (!settings.has("potential")) {
            settings.reject("potential", "expected one of " + String.join(", ", providers.names()) + ", found nothing");
        }
        Settings section = settings.section("parameters");
        int before = settings.problems().size();
        Optional<Calculator> calculator = provider.map(named -> named.create(section));
        if (provider.isPresent()) {
            section.finish();
        }
        boolean sound = settings.problems().size() == before;
        List<String> parameters = new ArrayList<>();
        flatten("", section.tree(), parameters);
        double fmax = settings.positive("fmax", inputSet.equals("coarse") ? 0.05 : 0.01);
        int steps = settings.integer("steps", 500, 1, 1_000_000);
        settings.finish();
        return new PotentialSettings(
                provider.map(CalculatorProvider::name).orElse(""),
                parameters,
                !inputSet.equals("static"),
                fmax,
                steps,
                pressure,
                calculator.filter(made -> sound));
    }

    private static void flatten(String prefix, Map<?, ?> section, List<String> out) {
        section.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name + ".", inner, out);
            } else if (value instanceof List<?> list) {
                out.add(name + "=" + list.stream().map(PotentialSettings::json).toList());
            } else if (value != null) {
                out.add(name + "=" + value);
            }
        });
    }

    private static String json(Object value) {
        return value instanceof String text
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : String.valueOf(value);
    }
}
