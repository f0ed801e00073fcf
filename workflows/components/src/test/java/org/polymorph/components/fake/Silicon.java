package org.polymorph.components.fake;

import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/** Cells of two silicon atoms and what the Stillinger-Weber potential says of them. */
public final class Silicon {
    /** Lattice constant of diamond in this potential, Å. */
    public static final double DIAMOND = 5.431;

    private Silicon() {}

    public static Calculator potential() {
        return Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
    }

    /** Makes the primitive cell of the diamond structure with a lattice constant in Å. */
    public static Structure diamond(double a) {
        return cell(a, 0.25);
    }

    /** Makes a face-centred cell whose second atom stands at (x, x, x) of the conventional cell. */
    public static Structure cell(double a, double x) {
        return Structure.of(
                Lattice.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0),
                List.of(Element.Si, Element.Si),
                new double[] {0, 0, 0, x, x, x});
    }

    public static LabelledStructure label(String id, Structure structure) {
        Evaluation evaluation = potential().evaluate(structure);
        return new LabelledStructure(id, structure, evaluation);
    }
}
