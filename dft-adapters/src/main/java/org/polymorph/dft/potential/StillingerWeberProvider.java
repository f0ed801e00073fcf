package org.polymorph.dft.potential;

import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code sw}: silicon, or another element by {@code element} and the numbers {@code epsilon}, {@code sigma},
 * {@code a}, {@code lambda}, {@code gamma}, {@code cosTheta0}, {@code A}, {@code B}, {@code p}, {@code q}.
 */
public final class StillingerWeberProvider implements CalculatorProvider {

    @Override
    public String name() {
        return "sw";
    }

    @Override
    public Calculator create(Settings settings) {
        StillingerWeber.Parameters silicon = StillingerWeber.Parameters.SILICON;
        StillingerWeber.Parameters parameters = new StillingerWeber.Parameters(
                settings.parsed("element", Element::of).orElse(silicon.element()),
                settings.positive("epsilon", silicon.epsilon()),
                settings.positive("sigma", silicon.sigma()),
                settings.positive("a", silicon.a()),
                settings.number("lambda", silicon.lambda(), 0, Double.MAX_VALUE),
                settings.positive("gamma", silicon.gamma()),
                settings.number("cosTheta0", silicon.cosTheta0(), -1, 1),
                settings.positive("A", silicon.bigA()),
                settings.positive("B", silicon.bigB()),
                settings.positive("p", silicon.p()),
                settings.number("q", silicon.q(), 0, Double.MAX_VALUE));
        settings.finish();
        return new StillingerWeber(parameters);
    }
}
