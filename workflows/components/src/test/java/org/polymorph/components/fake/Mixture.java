package org.polymorph.components.fake;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/** Cubic cells of nickel and phosphorus, and what the Kob-Andersen potential says of them. */
public final class Mixture {
    private Mixture() {}

    public static Calculator potential() {
        return Providers.of(CalculatorProvider.class).get("kob-andersen").create(Settings.empty());
    }

    /** Makes a simple cubic cell of one atom, with a lattice constant in Å. */
    public static Structure cube(Element element, double a) {
        return Structure.of(Lattice.of(a, 0, 0, 0, a, 0, 0, 0, a), List.of(element), new double[3]);
    }

    /** Makes the CsCl type. */
    public static Structure caesiumChloride(double a) {
        return Structure.of(Lattice.of(a, 0, 0, 0, a, 0, 0, 0, a), List.of(Element.Ni, Element.P), new double[] {
            0, 0, 0, 0.5, 0.5, 0.5
        });
    }
}
