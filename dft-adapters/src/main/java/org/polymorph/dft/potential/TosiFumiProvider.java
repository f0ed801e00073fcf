package org.polymorph.dft.potential;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code tosi-fumi}: sodium chloride in the Born–Mayer–Huggins form A·exp((σ − r)/ρ) − C/r⁶ − D/r⁸ with unit charges,
 * after Tosi and Fumi 1964, doi 10.1016/0022-3697(64)90160-X; the numbers as they are tabulated in eV and Å. {@code cutoff}
 * of the short-range part in Å, default 10.
 */
public final class TosiFumiProvider implements CalculatorProvider {
    private static final double RHO = 0.317;

    @Override
    public String name() {
        return "tosi-fumi";
    }

    @Override
    public Calculator create(Settings settings) {
        double cutoff = settings.number("cutoff", 10, 4, 30);
        settings.finish();
        IonicPair sodium = pair(0.2637, 2.340, 1.0486, 0.4993);
        IonicPair mixed = pair(0.2110, 2.755, 6.9906, 8.6758);
        IonicPair chlorine = pair(0.1582, 3.170, 72.4022, 145.4285);
        return new IonicPotential(
                name(),
                new KnownElements(name(), List.of(Element.Na, Element.Cl)),
                new double[] {1, -1},
                new IonicPair[][] {{sodium, mixed}, {mixed, chlorine}},
                cutoff);
    }

    private static IonicPair pair(double a, double sigma, double c, double d) {
        return new IonicPair(a * Math.exp(sigma / RHO), RHO, c, d);
    }
}
