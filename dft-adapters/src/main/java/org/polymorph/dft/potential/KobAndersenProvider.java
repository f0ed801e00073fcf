package org.polymorph.dft.potential;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code kob-andersen}, the two-component Lennard-Jones mixture of Kob and Andersen 1995, doi
 * 10.1103/PhysRevE.51.4626, with σ_AA = 2 Å and ε_AA = 1 eV, energy and force shifted at 5σ of each pair. {@code elements}
 * names the elements that play A and B; without it they are Ni and P, the alloy that the model was made after.
 */
public final class KobAndersenProvider implements CalculatorProvider {
    private static final double CUTOFF = 5;

    @Override
    public String name() {
        return "kob-andersen";
    }

    @Override
    public Calculator create(Settings settings) {
        List<Element> usual = List.of(Element.Ni, Element.P);
        List<Element> elements = ElementPairs.list(settings, "elements").orElse(usual);
        if (elements.size() != 2) {
            settings.reject("elements", "expected two elements, for A and B, found " + elements);
            elements = usual;
        }
        settings.finish();
        return LennardJones.of(new KnownElements(name(), elements))
                .with(0, 0, new LennardJones.Pair(1.0, 2.00, CUTOFF))
                .with(0, 1, new LennardJones.Pair(1.5, 1.60, CUTOFF))
                .with(1, 1, new LennardJones.Pair(0.5, 1.76, CUTOFF));
    }
}
