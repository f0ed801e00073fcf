package org.polymorph.dft.potential;

import java.util.Map;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/** Makes potentials by name, the way the command line does. */
final class Potentials {
    private Potentials() {}

    static Calculator of(String name) {
        return of(name, Map.of());
    }

    static Calculator of(String name, Map<String, ?> parameters) {
        Settings settings = Settings.of(parameters);
        Calculator calculator = Providers.of(CalculatorProvider.class).get(name).create(settings);
        settings.throwIfProblems();
        return calculator;
    }
}
