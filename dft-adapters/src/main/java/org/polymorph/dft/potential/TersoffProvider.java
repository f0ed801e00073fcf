package org.polymorph.dft.potential;

import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code tersoff}: silicon, or another element by {@code element} and the numbers of a LAMMPS file by their names
 * {@code m}, {@code gamma}, {@code lambda3}, {@code c}, {@code d}, {@code cosTheta0}, {@code n}, {@code beta}, {@code
 * lambda2}, {@code B}, {@code R}, {@code D}, {@code lambda1}, {@code A}.
 */
public final class TersoffProvider implements CalculatorProvider {

    @Override
    public String name() {
        return "tersoff";
    }

    @Override
    public Calculator create(Settings settings) {
        Tersoff.Parameters silicon = Tersoff.Parameters.SILICON;
        double bigR = settings.positive("R", silicon.bigR());
        double bigD = settings.positive("D", silicon.bigD());
        if (bigD >= bigR) {
            settings.reject("D", "expected a number below R = " + bigR + ", found " + bigD);
        }
        int m = settings.integer("m", silicon.m(), 1, 3);
        if (m == 2) {
            settings.reject("m", "expected 1 or 3, found 2");
        }
        Tersoff.Parameters parameters = new Tersoff.Parameters(
                settings.parsed("element", Element::of).orElse(silicon.element()),
                m,
                settings.positive("gamma", silicon.gamma()),
                settings.number("lambda3", silicon.lambda3(), 0, Double.MAX_VALUE),
                settings.number("c", silicon.c(), 0, Double.MAX_VALUE),
                settings.positive("d", silicon.d()),
                settings.number("cosTheta0", silicon.cosTheta0(), -1, 1),
                settings.positive("n", silicon.n()),
                settings.positive("beta", silicon.beta()),
                settings.positive("lambda2", silicon.lambda2()),
                settings.positive("B", silicon.bigB()),
                bigR,
                bigD,
                settings.positive("lambda1", silicon.lambda1()),
                settings.positive("A", silicon.bigA()));
        settings.finish();
        return new Tersoff(parameters);
    }
}
