package org.polymorph.dft.potential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/**
 * Rigid-ion oxides in the form of Matsui: f·(Bᵢ + Bⱼ)·exp((Aᵢ + Aⱼ − r)/(Bᵢ + Bⱼ)) − CᵢCⱼ/r⁶ with f = 4.184 kJ/(mol Å).
 * Two sets, whose oxygens differ: Ti–O of Matsui and Akaogi 1991, doi 10.1080/08927029108022432, and Mg–Ca–Al–Si–O of
 * Matsui 1996, doi 10.1029/96GL00260. A structure is computed with the set that knows all its elements. Immutable and
 * thread-safe.
 */
final class MatsuiAkaogi implements Calculator {
    private static final String NAME = "matsui-akaogi";
    private static final double KJ_PER_MOL = 1 / 96.48533212331; // in eV
    private static final double F = 4.184 * KJ_PER_MOL;

    /** Charge in e, A and B in Å, C in Å³ (kJ/mol)^½. */
    private record Ion(double charge, double a, double b, double c) {}

    private static final Map<Element, Ion> TITANIA = Map.of(
            Element.Ti, new Ion(2.196, 1.1823, 0.077, 22.5),
            Element.O, new Ion(-1.098, 1.6339, 0.117, 54.0));
    private static final Map<Element, Ion> SILICATES = Map.of(
            Element.Mg, new Ion(0.945, 0.8940, 0.040, 29.05),
            Element.Ca, new Ion(0.945, 1.1720, 0.040, 45.00),
            Element.Al, new Ion(1.4175, 0.7852, 0.034, 36.82),
            Element.Si, new Ion(1.890, 0.7204, 0.023, 49.30),
            Element.O, new Ion(-0.945, 1.8215, 0.138, 90.61));

    private final Map<KnownElements, IonicPotential> sets = new LinkedHashMap<>();

    MatsuiAkaogi(double cutoff) {
        for (Map<Element, Ion> ions : List.of(TITANIA, SILICATES)) {
            KnownElements known =
                    new KnownElements(NAME, ions.keySet().stream().sorted().toList());
            sets.put(known, potential(known, ions, cutoff));
        }
    }

    private static IonicPotential potential(KnownElements known, Map<Element, Ion> byElement, double cutoff) {
        List<Ion> ions = new ArrayList<>();
        known.elements().forEach(element -> ions.add(java.util.Objects.requireNonNull(byElement.get(element))));
        IonicPair[][] pairs = new IonicPair[ions.size()][ions.size()];
        for (int i = 0; i < pairs.length; i++) {
            for (int j = 0; j < pairs.length; j++) {
                Ion left = ions.get(i);
                Ion right = ions.get(j);
                double rho = left.b() + right.b();
                double a = F * rho * Math.exp((left.a() + right.a()) / rho);
                pairs[i][j] = new IonicPair(a, rho, left.c() * right.c() * KJ_PER_MOL, 0);
            }
        }
        double[] charges = ions.stream().mapToDouble(Ion::charge).toArray();
        return new IonicPotential(NAME, known, charges, pairs, cutoff);
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        for (Map.Entry<KnownElements, IonicPotential> set : sets.entrySet()) {
            if (set.getKey().knowsAll(structure)) {
                return set.getValue().evaluate(structure);
            }
        }
        List<Element> strangers = structure.composition().counts().keySet().stream()
                .filter(element -> sets.keySet().stream().noneMatch(set -> set.indexOf(element) >= 0))
                .toList();
        String known = sets.keySet().stream()
                .map(set -> set.elements().stream().map(Element::symbol).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; or "));
        throw new IllegalArgumentException(
                strangers.isEmpty()
                        ? "the potential " + NAME + " has no common parameters for " + structure.composition()
                                + "; known together: " + known
                        : "the potential " + NAME + " does not know the element " + strangers.get(0) + "; known: "
                                + known);
    }
}
