package org.polymorph.dft.potential;

import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/** Makes {@code matsui-akaogi}; {@code cutoff} of the short-range part in Å, default 10. */
public final class MatsuiAkaogiProvider implements CalculatorProvider {

    @Override
    public String name() {
        return "matsui-akaogi";
    }

    @Override
    public Calculator create(Settings settings) {
        double cutoff = settings.number("cutoff", 10, 4, 30);
        settings.finish();
        return new MatsuiAkaogi(cutoff);
    }
}
