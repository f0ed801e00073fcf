package org.polymorph.model.symmetry;

/**
 * The Smith normal form of an integer matrix of three columns: U·A·V is zero but for the diagonal, U and V have determinants of
 * 1 or −1. It solves linear equations modulo whole numbers exactly. Cohen 1993, A Course in Computational Algebraic Number
 * Theory, algorithm 2.4.14; without the divisibility of the diagonal, which is not needed here.
 */
final class SmithForm {
    private final long[][] a;
    private final long[][] u;
    private final long[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    private int rank;

    /** Decomposes a matrix, given by its rows of three. */
    SmithForm(long[][] rows) {
        int m = rows.length;
        a = new long[m][];
        u = new long[m][m];
        for (int i = 0; i < m; i++) {
            a[i] = rows[i].clone();
            u[i][i] = 1;
        }
        for (int k = 0; k < 3; k++) {
            if (!diagonalise(k)) {
                break;
            }
            rank = k + 1;
        }
    }

    /** Returns the number of diagonal entries that are not zero; they come first. */
    int rank() {
        return rank;
    }

    long diagonal(int i) {
        return a[i][i];
    }

    /** Returns entry (i, j) of the matrix U of row operations. */
    long left(int i, int j) {
        return u[i][j];
    }

    /** Returns entry (i, j) of the matrix V of column operations. */
    long right(int i, int j) {
        return v[i][j];
    }

    int rows() {
        return a.length;
    }

    private boolean diagonalise(int k) {
        while (true) {
            int row = -1;
            int column = -1;
            for (int i = k; i < a.length; i++) {
                for (int j = k; j < 3; j++) {
                    if (a[i][j] != 0 && (row < 0 || Math.abs(a[i][j]) < Math.abs(a[row][column]))) {
                        row = i;
                        column = j;
                    }
                }
            }
            if (row < 0) {
                return false;
            }
            swapRows(k, row);
            swapColumns(k, column);
            if (clear(k)) {
                if (a[k][k] < 0) {
                    negateColumn(k);
                }
                return true;
            }
        }
    }

    // takes multiples of the pivot off its row and column; whether nothing is left there
    private boolean clear(int k) {
        boolean clear = true;
        for (int i = k + 1; i < a.length; i++) {
            long times = a[i][k] / a[k][k];
            if (times != 0) {
                for (int j = 0; j < 3; j++) {
                    a[i][j] -= times * a[k][j];
                }
                for (int j = 0; j < a.length; j++) {
                    u[i][j] -= times * u[k][j];
                }
            }
            clear &= a[i][k] == 0;
        }
        for (int j = k + 1; j < 3; j++) {
            long times = a[k][j] / a[k][k];
            if (times != 0) {
                for (long[] line : a) {
                    line[j] -= times * line[k];
                }
                for (long[] line : v) {
                    line[j] -= times * line[k];
                }
            }
            clear &= a[k][j] == 0;
        }
        return clear;
    }

    private void swapRows(int i, int j) {
        long[] held = a[i];
        a[i] = a[j];
        a[j] = held;
        held = u[i];
        u[i] = u[j];
        u[j] = held;
    }

    private void swapColumns(int i, int j) {
        for (long[][] matrix : new long[][][] {a, v}) {
            for (long[] line : matrix) {
                long held = line[i];
                line[i] = line[j];
                line[j] = held;
            }
        }
    }

    private void negateColumn(int k) {
        for (long[][] matrix : new long[][][] {a, v}) {
            for (long[] line : matrix) {
                line[k] = -line[k];
            }
        }
    }
}
