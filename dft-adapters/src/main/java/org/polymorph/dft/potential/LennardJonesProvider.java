package org.polymorph.dft.potential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code lj}: {@code epsilon} (eV, default 1), {@code sigma} (Å, default 2), {@code cutoff} (in units of σ, default
 * 2.5) for atoms of any element; or with {@code pairs}, a section such as {@code Ar-Ne: {epsilon, sigma, cutoff}}, for the
 * elements named there. A pair of unlike elements that is not given follows from the like ones by the Lorentz–Berthelot
 * rule: mean σ, geometric mean ε.
 */
public final class LennardJonesProvider implements CalculatorProvider {

    @Override
    public String name() {
        return "lj";
    }

    @Override
    public Calculator create(Settings settings) {
        LennardJones.Pair fallback = new LennardJones.Pair(
                settings.positive("epsilon", 1), settings.positive("sigma", 2), settings.positive("cutoff", 2.5));
        if (!settings.has("pairs")) {
            settings.finish();
            return LennardJones.ofAnyElement(fallback);
        }
        Settings section = settings.section("pairs");
        Map<ElementPairs.Pair, LennardJones.Pair> pairs = new LinkedHashMap<>();
        TreeSet<Element> elements = new TreeSet<>();
        for (String key : section.keys()) {
            Settings numbers = section.section(key);
            LennardJones.Pair pair = new LennardJones.Pair(
                    numbers.positive("epsilon", fallback.epsilon()),
                    numbers.positive("sigma", fallback.sigma()),
                    numbers.positive("cutoff", fallback.cutoff()));
            numbers.finish();
            section.attempt(key, () -> ElementPairs.parse(key)).ifPresent(named -> {
                pairs.put(named, pair);
                elements.add(named.first());
                elements.add(named.second());
            });
        }
        settings.finish();
        if (elements.isEmpty()) {
            settings.reject("pairs", "expected at least one pair of elements such as Ar-Ne, found none");
            return LennardJones.ofAnyElement(fallback);
        }
        return combine(new KnownElements(name(), elements.stream().toList()), pairs, fallback);
    }

    private static LennardJones combine(
            KnownElements known, Map<ElementPairs.Pair, LennardJones.Pair> pairs, LennardJones.Pair fallback) {
        LennardJones potential = LennardJones.of(known);
        for (Element a : known.elements()) {
            for (Element b : known.elements()) {
                LennardJones.Pair left = pairs.getOrDefault(new ElementPairs.Pair(a, a), fallback);
                LennardJones.Pair right = pairs.getOrDefault(new ElementPairs.Pair(b, b), fallback);
                LennardJones.Pair mixed = new LennardJones.Pair(
                        Math.sqrt(left.epsilon() * right.epsilon()),
                        0.5 * (left.sigma() + right.sigma()),
                        Math.max(left.cutoff(), right.cutoff()));
                potential = potential.with(known.indexOf(a), known.indexOf(b), mixed);
            }
        }
        for (Map.Entry<ElementPairs.Pair, LennardJones.Pair> entry : pairs.entrySet()) {
            ElementPairs.Pair named = entry.getKey();
            potential = potential.with(known.indexOf(named.first()), known.indexOf(named.second()), entry.getValue());
        }
        return potential;
    }
}
