package org.polymorph.surrogate.ace;

import java.util.Arrays;

/**
 * The tensors and invariants of several atoms at once, a row over the atoms for each number, so that the compiler makes vectors
 * of the loops. Scratch space; not thread-safe.
 */
final class TensorRows {
    private final SlopeTensors tensors;
    private final double[][] numbers;
    private final double[][] components;
    private final double[][] invariants;
    private int count;
    private int room;

    TensorRows(SlopeTensors tensors) {
        this.tensors = tensors;
        this.numbers = new double[tensors.numbers()][0];
        this.components = new double[tensors.size()][0];
        this.invariants = new double[tensors.invariants()][0];
    }

    /** Starts on so many atoms. */
    void begin(int atoms) {
        count = atoms;
        if (room < atoms) {
            room = atoms * 5 / 4;
            for (double[][] rows : new double[][][] {numbers, components, invariants}) {
                for (int k = 0; k < rows.length; k++) {
                    rows[k] = new double[room];
                }
            }
            Arrays.fill(numbers[0], 1);
        }
    }

    /** Puts the densities of an atom. */
    void put(int place, double[] densities) {
        for (int a = 0; a < densities.length; a++) {
            numbers[1 + a][place] = densities[a];
        }
    }

    /** Evaluates, when all densities are there. */
    void evaluate() {
        SlopeTensors.Program program = tensors.program();
        int to = numbers.length - program.left().length;
        for (int k = 0; k < program.left().length; k++) {
            multiply(1, numbers[program.left()[k]], numbers[program.right()[k]], numbers[to + k], count);
        }
        int t = 0;
        int c = 0;
        for (int length = 0; length < program.lengths().length; length++) {
            for (int end = c + program.lengths()[length]; c < end; c++) {
                double[] out = components[program.targets()[c]];
                combine(numbers, program.terms(), program.weights(), t, t + length, 0, out, 0, count);
                t += length;
            }
        }
        int[] values = program.values();
        for (int f = 0; f < invariants.length; f++) {
            double share = program.shares()[f];
            int density = 1 + values[3 * f];
            int component = values[3 * f + 1];
            multiply(share, numbers[density], components[component], invariants[f], count);
            for (int m = 1; m < values[3 * f + 2]; m++) {
                add(share, numbers[density + m], components[component + m], invariants[f], count);
            }
        }
    }

    private static void multiply(double factor, double[] a, double[] b, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = factor * a[i] * b[i];
        }
    }

    private static void add(double factor, double[] a, double[] b, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += factor * a[i] * b[i];
        }
    }

    /**
     * Computes a linear combination of rows, for some of the atoms.
     *
     * @param terms which rows, those from {@code first} to {@code end}, each {@code shift} rows further on
     */
    static void combine(
            double[][] rows,
            int[] terms,
            double[] weights,
            int first,
            int end,
            int shift,
            double[] out,
            int from,
            int to) {
        int t = first;
        switch (end - first) {
            case 0 -> Arrays.fill(out, from, to, 0);
            case 1 -> combine(weights[t], rows[terms[t] + shift], 0, rows[terms[t] + shift], out, from, to);
            default ->
                combine(weights[t], rows[terms[t] + shift], weights[t + 1], rows[terms[t + 1] + shift], out, from, to);
        }
        for (t += 2; t + 3 < end; t += 4) {
            addFour(
                    weights,
                    t,
                    rows[terms[t] + shift],
                    rows[terms[t + 1] + shift],
                    rows[terms[t + 2] + shift],
                    rows[terms[t + 3] + shift],
                    out,
                    from,
                    to);
        }
        for (; t < end; t++) {
            add(weights[t], rows[terms[t] + shift], out, from, to);
        }
    }

    private static void combine(double wa, double[] a, double wb, double[] b, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = wa * a[i] + wb * b[i];
        }
    }

    private static void addFour(
            double[] w, int t, double[] a, double[] b, double[] c, double[] d, double[] out, int from, int to) {
        double wa = w[t];
        double wb = w[t + 1];
        double wc = w[t + 2];
        double wd = w[t + 3];
        for (int i = from; i < to; i++) {
            out[i] += wa * a[i] + wb * b[i] + (wc * c[i] + wd * d[i]);
        }
    }

    private static void add(double factor, double[] a, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] += factor * a[i];
        }
    }

    /** Returns a row for each component of all tensors; read only. */
    double[][] components() {
        return components;
    }

    /** Returns a row for each invariant; read only. */
    double[][] invariants() {
        return invariants;
    }
}
