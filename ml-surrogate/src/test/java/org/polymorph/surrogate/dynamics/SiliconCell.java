package org.polymorph.surrogate.dynamics;

import java.util.Collections;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/** Silicon of Stillinger and Weber. */
public final class SiliconCell {
    private SiliconCell() {}

    public static Calculator potential() {
        return Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
    }

    /** Diamond in its cubic cell of eight atoms. */
    public static Structure diamond() {
        double[] f = {
            0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0, .25, .25, .25, .25, .75, .75, .75, .25, .75, .75, .75, .25
        };
        return Structure.of(Lattice.cubic(5.431), Collections.nCopies(8, Element.Si), f);
    }

    /** Diamond in its primitive cell. */
    public static Structure primitive() {
        return Structure.of(
                Lattice.of(0, 2.7155, 2.7155, 2.7155, 0, 2.7155, 2.7155, 2.7155, 0),
                Collections.nCopies(2, Element.Si),
                new double[] {0, 0, 0, .25, .25, .25});
    }
}
