package org.polymorph.dft.potential;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Settings;

/**
 * Makes {@code buckingham}: A·exp(−r/ρ) − C/r⁶ between rigid ions. {@code charges} is a section of charges in e, such as
 * {@code {Mg: 2, O: -2}}; {@code pairs} one of sections such as {@code Mg-O: {A: 1428.5, rho: 0.2945, C: 0}} in eV, Å and
 * eV·Å⁶; pairs that are not given have Coulomb energy only. {@code cutoff} of the short-range part in Å, default 10.
 */
public final class BuckinghamProvider implements CalculatorProvider {

    @Override
    public String name() {
        return "buckingham";
    }

    @Override
    public Calculator create(Settings settings) {
        double cutoff = settings.number("cutoff", 10, 4, 30);
        SortedMap<Element, Double> charges = charges(settings.section("charges"));
        KnownElements known = new KnownElements(name(), List.copyOf(charges.keySet()));
        IonicPair[][] pairs = pairs(settings.section("pairs"), known);
        settings.finish();
        if (charges.isEmpty()) {
            settings.reject("charges", "expected the charge of each element, such as {Mg: 2, O: -2}, found none");
        }
        double[] values =
                charges.values().stream().mapToDouble(Double::doubleValue).toArray();
        return settings.attempt("pairs", () -> (Calculator) new IonicPotential(name(), known, values, pairs, cutoff))
                .orElseGet(() -> structure -> {
                    throw new IllegalArgumentException("the potential buckingham was given no usable parameters");
                });
    }

    private static SortedMap<Element, Double> charges(Settings section) {
        SortedMap<Element, Double> charges = new TreeMap<>();
        for (String key : section.keys()) {
            section.attempt(key, () -> Element.of(key))
                    .ifPresent(element -> section.number(key).ifPresent(charge -> charges.put(element, charge)));
        }
        return charges;
    }

    private static IonicPair[][] pairs(Settings section, KnownElements known) {
        IonicPair[][] pairs =
                new IonicPair[known.elements().size()][known.elements().size()];
        for (IonicPair[] row : pairs) {
            Arrays.fill(row, IonicPair.NONE);
        }
        for (String key : section.keys()) {
            Settings numbers = section.section(key);
            IonicPair pair = new IonicPair(
                    numbers.number("A", 0, 0, Double.MAX_VALUE),
                    numbers.positive("rho", 1),
                    numbers.number("C", 0, 0, Double.MAX_VALUE),
                    0);
            numbers.finish();
            section.attempt(key, () -> ElementPairs.parse(key)).ifPresent(named -> {
                int i = known.indexOf(named.first());
                int j = known.indexOf(named.second());
                if (i < 0 || j < 0) {
                    section.reject(key, "expected elements with a charge, found \"" + key + "\"");
                } else {
                    pairs[i][j] = pair;
                    pairs[j][i] = pair;
                }
            });
        }
        return pairs;
    }
}
