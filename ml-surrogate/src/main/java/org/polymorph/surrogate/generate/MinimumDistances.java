package org.polymorph.surrogate.generate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * The least distance allowed of two atoms, in Å, by the pair of their elements; by default {@value #FACTOR} times the sum of
 * their covalent radii. It holds over all periodic images, those of an atom itself included. Immutable.
 */
public final class MinimumDistances {
    /** Default distance over the sum of the covalent radii. */
    static final double FACTOR = 0.7;

    private final Map<String, Double> given;
    private final double everywhere;

    private MinimumDistances(Map<String, Double> given, double everywhere) {
        this.given = new TreeMap<>(given);
        this.everywhere = everywhere;
    }

    /** Returns the defaults. */
    public static MinimumDistances defaults() {
        return new MinimumDistances(Map.of(), 0);
    }

    /**
     * Reads key {@code minDistance} of a section: a map such as {@code {Si-Si: 1.6, Al-O: 1.5}}, in which the order of a
     * pair does not matter, or one number for all pairs. A pair with an element that the composition does not hold is a
     * problem: it is a slip of the pen, and the distance that was meant would not be kept.
     */
    public static MinimumDistances of(Settings settings, Composition composition) {
        if (settings.tree().get("minDistance") instanceof Map<?, ?> pairs) {
            for (Object pair : pairs.keySet()) {
                for (String symbol : pair.toString().trim().split("\\s*-\\s*", -1)) {
                    if (Element.isSymbol(symbol) && composition.count(Element.of(symbol)) == 0) {
                        settings.section("minDistance")
                                .reject(
                                        pair.toString(),
                                        "expected a pair of the elements of " + composition + ", found " + symbol);
                    }
                }
            }
        }
        return of(settings);
    }

    /** Reads key {@code minDistance} of a section that was checked before. */
    public static MinimumDistances of(Settings settings) {
        if (settings.tree().get("minDistance") instanceof Map || !settings.has("minDistance")) {
            return ofPairs(settings.section("minDistance"));
        }
        return new MinimumDistances(Map.of(), settings.positive("minDistance", 1));
    }

    private static MinimumDistances ofPairs(Settings pairs) {
        Map<String, Double> given = new TreeMap<>();
        for (String key : List.copyOf(pairs.keys())) {
            double distance = pairs.positive(key, 1);
            Optional<String> pair = pairs.attempt(key, () -> canonical(key));
            if (pair.isEmpty()) {
                continue;
            }
            Double other = given.put(pair.get(), distance);
            if (other != null && other != distance) {
                pairs.reject(key, "found " + distance + ", but the same pair stands here with " + other);
            }
        }
        pairs.finish();
        return new MinimumDistances(given, 0);
    }

    private static String canonical(String key) {
        String[] parts = key.trim().split("\\s*-\\s*", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a pair of elements such as Si-Si, found \"" + key + "\"");
        }
        return key(Element.of(parts[0]), Element.of(parts[1]));
    }

    private static String key(Element a, Element b) {
        return a.compareTo(b) <= 0 ? a + "-" + b : b + "-" + a;
    }

    /** Returns the least distance of two atoms of these elements, in Å. */
    public double between(Element a, Element b) {
        Double distance = given.get(key(a, b));
        if (distance != null) {
            return distance;
        }
        return everywhere > 0 ? everywhere : FACTOR * (a.covalentRadius() + b.covalentRadius());
    }

    /**
     * Returns a volume per atom in Å³ below which no arrangement can keep these distances, and why. No packing of equal
     * spheres is denser than π/√18 (Hales 2005, doi 10.4007/annals.2005.162.1065), so n atoms that are at least d apart
     * need n·d³/√2; this is asked of every subset of the elements.
     */
    public Bound packingBound(Composition composition) {
        List<Element> elements = List.copyOf(composition.counts().keySet());
        int subsets = 1 << Math.min(elements.size(), 12);
        Bound highest = new Bound(0, "");
        for (int subset = 1; subset < subsets; subset++) {
            int atoms = 0;
            double nearest = Double.POSITIVE_INFINITY;
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < elements.size() && i < 12; i++) {
                if ((subset >> i & 1) == 0) {
                    continue;
                }
                atoms += composition.count(elements.get(i));
                names.append(names.isEmpty() ? "" : ", ").append(elements.get(i));
                for (int j = 0; j <= i; j++) {
                    if ((subset >> j & 1) == 1) {
                        nearest = Math.min(nearest, between(elements.get(i), elements.get(j)));
                    }
                }
            }
            double volume = atoms * nearest * nearest * nearest / Math.sqrt(2) / composition.size();
            if (volume > highest.volumePerAtom()) {
                highest = new Bound(
                        volume,
                        String.format(
                                Locale.ROOT,
                                "%d atoms (%s) at least %.3g Å apart cannot be packed into less than %.4g Å³ per atom",
                                atoms,
                                names,
                                nearest,
                                volume));
            }
        }
        return highest;
    }

    /** A least volume per atom, in Å³, with its reason. */
    public record Bound(double volumePerAtom, String reason) {}
}
