package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rotation- and inversion-invariant products of up to four neighbour densities A_znlm (Drautz 2019, doi
 * 10.1103/PhysRevB.99.014104, eqs. 22–28), without repetition: each is a polynomial in the A's, kept as a list of
 * monomials. Polynomials of one set of channels that permutation of the factors makes equal or dependent are left out by
 * Gram–Schmidt over their coefficients.
 */
final class InvariantList {
    /** One density: the neighbour's element number, radial index and angular momentum. */
    record Channel(int z, int n, int l) {
        double degree() {
            return n + ANGULAR_DEGREE * l;
        }
    }

    /**
     * One invariant.
     *
     * @param degree Σ n + l over the factors: its roughness
     * @param indices order entries a monomial: indices of A, ascending
     */
    record Invariant(int order, double degree, double level, int[] indices, double[] coefficients) {}

    private static final double ANGULAR_DEGREE = 1.0;

    /** The degree that one unit of level allows the products of 1, 2, 3 and 4 densities. */
    private static final double[] REACH = {1.25, 1.25, 1.0, 0.875};

    private final AceSettings settings;
    private final int species;
    private final List<Channel> channels = new ArrayList<>();

    private InvariantList(AceSettings settings, int species) {
        this.settings = settings;
        this.species = species;
    }

    /** Lists the invariants of one centre, smooth ones first, with A indexed by {@link #index}. */
    static List<Invariant> of(AceSettings settings, int species) {
        InvariantList list = new InvariantList(settings, species);
        int level = 1;
        while (list.count(level) < settings.features() && level < 40) {
            level++;
        }
        return list.cut(list.upTo(level));
    }

    /** Returns the index of A_znlm where every (z, n) has all l up to {@code angular}. */
    static int index(AceSettings settings, Channel channel, int m) {
        int block = (settings.angular() + 1) * (settings.angular() + 1);
        return (channel.z * settings.radial() + channel.n) * block + channel.l * channel.l + channel.l + m;
    }

    private List<Invariant> cut(List<Invariant> sorted) {
        int end = Math.min(settings.features(), sorted.size());
        // whole levels only, so that no element or channel is preferred
        while (end > 0
                && end < sorted.size()
                && sorted.get(end).level() - sorted.get(end - 1).level() < 1e-9) {
            end--;
        }
        return sorted.subList(0, end == 0 ? Math.min(settings.features(), sorted.size()) : end);
    }

    private int count(int level) {
        return upTo(level).size();
    }

    private List<Invariant> upTo(int level) {
        channels.clear();
        double reach = 0;
        for (double r : REACH) {
            reach = Math.max(reach, r * level);
        }
        for (int z = 0; z < species; z++) {
            for (int n = 0; n < settings.radial() && n <= reach; n++) {
                for (int l = 0; l <= settings.angular() && n + ANGULAR_DEGREE * l <= reach; l++) {
                    channels.add(new Channel(z, n, l));
                }
            }
        }
        List<Invariant> found = new ArrayList<>();
        for (int order = 1; order < settings.bodyOrder(); order++) {
            tuples(order, REACH[order - 1] * level + 1e-9, 0, new ArrayList<>(), found);
        }
        found.sort(Comparator.comparingDouble(Invariant::level));
        return found;
    }

    private void tuples(int order, double left, int first, List<Channel> chosen, List<Invariant> found) {
        if (chosen.size() == order) {
            found.addAll(invariants(chosen));
            return;
        }
        for (int c = first; c < channels.size(); c++) {
            Channel channel = channels.get(c);
            if (channel.degree() <= left) {
                chosen.add(channel);
                tuples(order, left - channel.degree(), c, chosen, found);
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    private List<Invariant> invariants(List<Channel> t) {
        List<SortedMap<Monomial, Double>> polynomials = new ArrayList<>();
        int parity = t.stream().mapToInt(Channel::l).sum() % 2;
        if (parity != 0) {
            return List.of();
        }
        switch (t.size()) {
            case 1 -> add(polynomials, contract(t, t.get(0).l == 0 ? new double[] {1} : new double[0]));
            case 2 -> {
                if (t.get(0).l == t.get(1).l) {
                    add(polynomials, contract(t, Couplings.tensor(t.get(0).l, t.get(1).l, 0)));
                }
            }
            case 3 -> add(polynomials, contract(t, Couplings.tensor(t.get(0).l, t.get(1).l, t.get(2).l)));
            default -> {
                int lowest = Math.max(Math.abs(t.get(0).l - t.get(1).l), Math.abs(t.get(2).l - t.get(3).l));
                int highest = Math.min(t.get(0).l + t.get(1).l, t.get(2).l + t.get(3).l);
                for (int l = lowest; l <= highest; l++) {
                    add(polynomials, contract(t, chain(t, l)));
                }
            }
        }
        double degree = t.stream().mapToDouble(Channel::degree).sum();
        double level = degree / REACH[t.size() - 1];
        return polynomials.stream()
                .map(p -> invariant(t.size(), degree, level, p))
                .toList();
    }

    // Two tensors joined by an intermediate angular momentum l.
    private static double[] chain(List<Channel> t, int l) {
        double[] left = Couplings.tensor(t.get(0).l, t.get(1).l, l);
        double[] right = Couplings.tensor(t.get(2).l, t.get(3).l, l);
        int inner = 2 * l + 1;
        int rows = left.length / inner;
        int columns = right.length / inner;
        double[] out = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                for (int m = 0; m < inner; m++) {
                    out[r * columns + c] += left[r * inner + m] * right[c * inner + m];
                }
            }
        }
        return out;
    }

    private SortedMap<Monomial, Double> contract(List<Channel> t, double[] tensor) {
        SortedMap<Monomial, Double> polynomial = new TreeMap<>();
        for (int entry = 0; entry < tensor.length; entry++) {
            if (Math.abs(tensor[entry]) < 1e-12) {
                continue;
            }
            int[] indices = new int[t.size()];
            int rest = entry;
            for (int k = t.size() - 1; k >= 0; k--) {
                int width = 2 * t.get(k).l + 1;
                indices[k] = index(settings, t.get(k), rest % width - t.get(k).l);
                rest /= width;
            }
            java.util.Arrays.sort(indices);
            polynomial.merge(new Monomial(indices), tensor[entry], Double::sum);
        }
        polynomial.values().removeIf(value -> Math.abs(value) < 1e-10);
        return polynomial;
    }

    // Keeps the part that is orthogonal to those already there, scaled to a unit sum of squares.
    private static void add(List<SortedMap<Monomial, Double>> polynomials, SortedMap<Monomial, Double> candidate) {
        double before = dot(candidate, candidate);
        for (int pass = 0; pass < 2; pass++) {
            for (SortedMap<Monomial, Double> other : polynomials) {
                double overlap = dot(candidate, other);
                other.forEach((monomial, value) -> candidate.merge(monomial, -overlap * value, Double::sum));
            }
        }
        double after = dot(candidate, candidate);
        if (candidate.isEmpty() || after < 1e-8 * Math.max(before, 1e-8)) {
            return;
        }
        double norm = 1 / Math.sqrt(after);
        candidate.replaceAll((monomial, value) -> value * norm);
        candidate.values().removeIf(value -> Math.abs(value) < 1e-10);
        polynomials.add(candidate);
    }

    private static double dot(Map<Monomial, Double> a, Map<Monomial, Double> b) {
        double sum = 0;
        for (Map.Entry<Monomial, Double> entry : a.entrySet()) {
            sum += entry.getValue() * b.getOrDefault(entry.getKey(), 0.0);
        }
        return sum;
    }

    private static Invariant invariant(int order, double degree, double level, SortedMap<Monomial, Double> polynomial) {
        int[] indices = new int[order * polynomial.size()];
        double[] coefficients = new double[polynomial.size()];
        int term = 0;
        for (Map.Entry<Monomial, Double> entry : polynomial.entrySet()) {
            System.arraycopy(entry.getKey().indices, 0, indices, order * term, order);
            coefficients[term++] = entry.getValue();
        }
        return new Invariant(order, degree, level, indices, coefficients);
    }

    /** A product of A's; ordered by its indices. */
    private record Monomial(int[] indices) implements Comparable<Monomial> {
        @Override
        public int compareTo(Monomial other) {
            return java.util.Arrays.compare(indices, other.indices);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Monomial that && java.util.Arrays.equals(indices, that.indices);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(indices);
        }
    }
}
