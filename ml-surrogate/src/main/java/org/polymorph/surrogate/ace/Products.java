package org.polymorph.surrogate.ace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The invariants of one centre contracted with one coefficient vector: a polynomial in the densities A, its monomials
 * merged and those of one leading pair kept together, so that value and gradient come from one sweep. Immutable and
 * thread-safe.
 */
final class Products {
    private final double[] linear;
    private final double constant;
    private final int[] pairs; // two indices and the ends of the pair's cubic and quartic terms
    private final double[] pairWeights;
    private final int[] cubic;
    private final double[] cubicWeights;
    private final int[] quartic;
    private final double[] quarticWeights;

    /**
     * Contracts.
     *
     * @param coefficients of the constant and the invariants, from {@code at} on
     */
    Products(AceBasis basis, double[] coefficients, int at) {
        this.constant = coefficients[at];
        this.linear = new double[basis.densities()];
        SortedMap<Long, SortedMap<Long, Double>> byPair = new TreeMap<>();
        List<InvariantList.Invariant> invariants = basis.invariants();
        for (int f = 0; f < invariants.size(); f++) {
            gather(invariants.get(f), coefficients[at + 1 + f], byPair);
        }
        int[] sizes = new int[5];
        byPair.values().forEach(tails -> tails.keySet().forEach(tail -> sizes[order(tail)]++));
        pairs = new int[4 * byPair.size()];
        pairWeights = new double[byPair.size()];
        cubic = new int[sizes[3]];
        cubicWeights = new double[sizes[3]];
        quartic = new int[2 * sizes[4]];
        quarticWeights = new double[sizes[4]];
        flatten(byPair);
    }

    private void flatten(SortedMap<Long, SortedMap<Long, Double>> byPair) {
        int p = 0;
        int c = 0;
        int q = 0;
        for (Map.Entry<Long, SortedMap<Long, Double>> entry : byPair.entrySet()) {
            pairs[4 * p] = (int) (entry.getKey() >> 32);
            pairs[4 * p + 1] = (int) (entry.getKey() & 0xffffffffL);
            for (Map.Entry<Long, Double> tail : entry.getValue().entrySet()) {
                int left = (int) (tail.getKey() >> 32);
                int right = (int) (tail.getKey() & 0xffffffffL);
                switch (order(tail.getKey())) {
                    case 2 -> pairWeights[p] = tail.getValue();
                    case 3 -> {
                        cubic[c] = right - 1;
                        cubicWeights[c++] = tail.getValue();
                    }
                    default -> {
                        quartic[2 * q] = left - 1;
                        quartic[2 * q + 1] = right - 1;
                        quarticWeights[q++] = tail.getValue();
                    }
                }
            }
            pairs[4 * p + 2] = c;
            pairs[4 * p + 3] = q;
            p++;
        }
    }

    // A tail holds the indices after the leading pair, each plus one: 0 none, (0, c) cubic, (c, d) quartic.
    private static int order(long tail) {
        return tail == 0 ? 2 : tail >> 32 == 0 ? 3 : 4;
    }

    private void gather(InvariantList.Invariant v, double weight, SortedMap<Long, SortedMap<Long, Double>> byPair) {
        int order = v.order();
        for (int t = 0; t < v.coefficients().length; t++) {
            int at = order * t;
            double value = weight * v.coefficients()[t];
            if (order == 1) {
                linear[v.indices()[at]] += value;
                continue;
            }
            long lead = ((long) v.indices()[at] << 32) | v.indices()[at + 1];
            long tail = order < 3
                    ? 0
                    : order == 3
                            ? v.indices()[at + 2] + 1
                            : ((long) (v.indices()[at + 2] + 1) << 32) | (v.indices()[at + 3] + 1);
            byPair.computeIfAbsent(lead, key -> new TreeMap<>()).merge(tail, value, Double::sum);
        }
    }

    /** Returns the value at given densities. */
    double value(double[] a) {
        double energy = constant;
        for (int k = 0; k < linear.length; k++) {
            energy += linear[k] * a[k];
        }
        int c = 0;
        int q = 0;
        for (int p = 0; p < pairWeights.length; p++) {
            double sum = pairWeights[p];
            for (int end = pairs[4 * p + 2]; c < end; c++) {
                sum += cubicWeights[c] * a[cubic[c]];
            }
            for (int end = pairs[4 * p + 3]; q < end; q++) {
                sum += quarticWeights[q] * a[quartic[2 * q]] * a[quartic[2 * q + 1]];
            }
            energy += sum * a[pairs[4 * p]] * a[pairs[4 * p + 1]];
        }
        return energy;
    }

    /** Returns the value and puts the gradient with respect to the densities into {@code adjoint}. */
    double gradient(double[] a, double[] adjoint) {
        System.arraycopy(linear, 0, adjoint, 0, linear.length);
        double energy = constant;
        for (int k = 0; k < linear.length; k++) {
            energy += linear[k] * a[k];
        }
        int c = 0;
        int q = 0;
        for (int p = 0; p < pairWeights.length; p++) {
            int i = pairs[4 * p];
            int j = pairs[4 * p + 1];
            double product = a[i] * a[j];
            double sum = pairWeights[p];
            for (int end = pairs[4 * p + 2]; c < end; c++) {
                int k = cubic[c];
                double w = cubicWeights[c];
                sum += w * a[k];
                adjoint[k] += w * product;
            }
            for (int end = pairs[4 * p + 3]; q < end; q++) {
                int k = quartic[2 * q];
                int l = quartic[2 * q + 1];
                double w = quarticWeights[q];
                sum += w * a[k] * a[l];
                adjoint[k] += w * product * a[l];
                adjoint[l] += w * product * a[k];
            }
            energy += sum * product;
            adjoint[i] += sum * a[j];
            adjoint[j] += sum * a[i];
        }
        return energy;
    }

    /** Returns the number of stored products, for people. */
    int terms() {
        return (int) Arrays.stream(linear).filter(x -> x != 0).count()
                + pairWeights.length
                + cubicWeights.length
                + quarticWeights.length;
    }
}
