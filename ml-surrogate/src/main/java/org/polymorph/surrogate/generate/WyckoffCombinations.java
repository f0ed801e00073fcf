package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The ways to put atoms or molecules on Wyckoff positions so that their multiplicities add up to a composition exactly. Positions
 * without a free coordinate hold one orbit, the others any number. All combinations are counted, not tried: that there is none
 * is known at once. One of n orbits is drawn with a weight of 2⁻ⁿ, which favours few orbits as crystals do. Immutable and
 * thread-safe.
 */
final class WyckoffCombinations {
    private static final double WEIGHT = 0.5;

    /** An orbit: what is put there, and on which position. */
    record Orbit(int unit, int position) {}

    /** Positions that differ in nothing that counts here: the multiplicity, and who may go there (a bit each). */
    private record Kind(int multiplicity, long units, List<Integer> positions) {
        boolean takes(int unit) {
            return (units >> unit & 1) == 1;
        }
    }

    private final int[] counts;
    private final List<Kind> single;
    private final List<Kind> repeatable;
    // of each unit: weight of making up n of them on the first k kinds of repeatable positions
    private final double[][][] sums;
    private final Map<List<Integer>, Double> known = new HashMap<>();

    /**
     * Counts the combinations.
     *
     * @param multiplicities of the positions in a primitive cell
     * @param fixed whether a position has no free coordinate
     * @param allowed for each unit and position whether it may go there
     * @param counts how many of each unit there are in a primitive cell
     */
    WyckoffCombinations(int[] multiplicities, boolean[] fixed, boolean[][] allowed, int[] counts) {
        this.counts = counts.clone();
        this.single = kinds(multiplicities, fixed, allowed, true);
        this.repeatable = kinds(multiplicities, fixed, allowed, false);
        this.sums = new double[counts.length][][];
        for (int u = 0; u < counts.length; u++) {
            sums[u] = sums(u);
        }
        weight(0, counts); // all that drawing will ask for is known from here on
    }

    private static List<Kind> kinds(int[] multiplicities, boolean[] fixed, boolean[][] allowed, boolean once) {
        Map<List<Long>, List<Integer>> found = new TreeMap<>((a, b) -> {
            int order = a.get(0).compareTo(b.get(0));
            return order == 0 ? a.get(1).compareTo(b.get(1)) : order;
        });
        for (int p = 0; p < multiplicities.length; p++) {
            long units = 0;
            for (int u = 0; u < allowed.length; u++) {
                units |= allowed[u][p] ? 1L << u : 0;
            }
            if (fixed[p] == once && units != 0) {
                found.computeIfAbsent(List.of((long) multiplicities[p], units), key -> new ArrayList<>())
                        .add(p);
            }
        }
        List<Kind> kinds = new ArrayList<>();
        found.forEach((key, positions) -> kinds.add(new Kind(Math.toIntExact(key.get(0)), key.get(1), positions)));
        return kinds;
    }

    private double[][] sums(int unit) {
        double[][] table = new double[repeatable.size() + 1][counts[unit] + 1];
        table[0][0] = 1;
        for (int k = 0; k < repeatable.size(); k++) {
            int m = repeatable.get(k).multiplicity();
            boolean takes = repeatable.get(k).takes(unit);
            for (int n = 0; n <= counts[unit]; n++) {
                table[k + 1][n] = table[k][n] + (takes && n >= m ? WEIGHT * table[k + 1][n - m] : 0);
            }
        }
        return table;
    }

    /** Returns whether there is any. */
    boolean exist() {
        return weight(0, counts) > 0;
    }

    // weight of all ways to place what is left, from one kind of single positions on
    private double weight(int at, int[] left) {
        if (at == single.size()) {
            double product = 1;
            for (int u = 0; u < left.length; u++) {
                product *= sums[u][repeatable.size()][left[u]];
            }
            return product;
        }
        List<Integer> key = new ArrayList<>(left.length + 1);
        key.add(at);
        for (int n : left) {
            key.add(n);
        }
        Double before = known.get(key);
        if (before != null) {
            return before;
        }
        double sum = 0;
        for (int[] allotment : allotments(at, left)) {
            sum += weight(at, left, allotment);
        }
        known.put(key, sum);
        return sum;
    }

    private double weight(int at, int[] left, int[] allotment) {
        int[] rest = left.clone();
        double factor = 1;
        for (int u = 0; u < rest.length; u++) {
            rest[u] -= single.get(at).multiplicity() * allotment[u];
            factor *= Math.pow(WEIGHT, allotment[u]);
        }
        return factor * weight(at + 1, rest);
    }

    // how many positions of one kind each unit may get
    private List<int[]> allotments(int at, int[] left) {
        List<int[]> all = new ArrayList<>();
        extend(new int[left.length], 0, single.get(at).positions().size(), single.get(at), left, all);
        return all;
    }

    private static void extend(int[] so, int unit, int free, Kind kind, int[] left, List<int[]> all) {
        if (unit == so.length) {
            all.add(so.clone());
            return;
        }
        int most = kind.takes(unit) ? Math.min(free, left[unit] / kind.multiplicity()) : 0;
        for (int k = 0; k <= most; k++) {
            so[unit] = k;
            extend(so, unit + 1, free - k, kind, left, all);
        }
        so[unit] = 0;
    }

    /**
     * Draws a combination.
     *
     * @throws IllegalStateException if there is none
     */
    List<Orbit> draw(SplittableRandom random) {
        if (!exist()) {
            throw new IllegalStateException("no combination of Wyckoff positions has these atoms");
        }
        List<Orbit> orbits = new ArrayList<>();
        int[] left = counts.clone();
        for (int at = 0; at < single.size(); at++) {
            int[] allotment = drawAllotment(at, left, random);
            List<Integer> positions = new ArrayList<>(single.get(at).positions());
            for (int u = 0; u < left.length; u++) {
                for (int k = 0; k < allotment[u]; k++) {
                    orbits.add(new Orbit(u, positions.remove(random.nextInt(positions.size()))));
                    left[u] -= single.get(at).multiplicity();
                }
            }
        }
        for (int u = 0; u < left.length; u++) {
            drawRepeatable(u, left[u], random, orbits);
        }
        return orbits;
    }

    private int[] drawAllotment(int at, int[] left, SplittableRandom random) {
        double rest = random.nextDouble() * weight(at, left);
        int[] last = new int[left.length];
        for (int[] allotment : allotments(at, left)) {
            double weight = weight(at, left, allotment);
            if (weight > 0) {
                last = allotment;
                rest -= weight;
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private void drawRepeatable(int unit, int count, SplittableRandom random, List<Orbit> orbits) {
        int n = count;
        int k = repeatable.size();
        while (k > 0) {
            // one more orbit of the last kind in question, or no more of it
            Kind kind = repeatable.get(k - 1);
            int m = kind.multiplicity();
            double more = kind.takes(unit) && n >= m ? WEIGHT * sums[unit][k][n - m] : 0;
            if (random.nextDouble() * sums[unit][k][n] < more) {
                orbits.add(new Orbit(
                        unit,
                        kind.positions().get(random.nextInt(kind.positions().size()))));
                n -= m;
            } else {
                k--;
            }
        }
    }

    /** Returns the multiplicities that a unit can have, in words, such as {@code 4, 8, and 2 twice}. */
    String multiplicities(int unit) {
        Map<Integer, Integer> once = new TreeMap<>();
        TreeMap<Integer, Integer> often = new TreeMap<>();
        single.stream()
                .filter(kind -> kind.takes(unit))
                .forEach(
                        kind -> once.merge(kind.multiplicity(), kind.positions().size(), Integer::sum));
        repeatable.stream().filter(kind -> kind.takes(unit)).forEach(kind -> often.put(kind.multiplicity(), 1));
        StringBuilder text = new StringBuilder();
        often.keySet().forEach(m -> text.append(text.isEmpty() ? "" : ", ").append(m));
        once.forEach((m, n) -> text.append(text.isEmpty() ? "" : ", ")
                .append(m)
                .append(" at most ")
                .append(n == 1 ? "once" : n + " times"));
        return text.isEmpty() ? "none" : text.toString();
    }
}
