package org.polymorph.surrogate.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.isoset.Turn;

/**
 * Lays a crystal upon another one: begins with a turn about one atom, and grows an affine map outwards by least squares over
 * ever more atoms, until it reaches over the vectors of both cells.
 */
final class Overlay {
    private static final double GROWTH = 1.25;

    private final Structure a;
    private final Structure b;
    private final Turn turn;
    private final boolean typed;
    private final double[] positionsA;
    private final double[] fractionalB;
    private final double reach;
    /** Columns x, y, z and the shift of an affine map: row k gives component k of the image. */
    private final double[][] map = new double[3][4];

    private Overlay(Structure a, Structure b, Turn turn, boolean typed) {
        this.a = a;
        this.b = b;
        this.turn = turn;
        this.typed = typed;
        this.positionsA = a.cartesian();
        this.fractionalB = b.fractional();
        this.reach = 0.5 * Math.cbrt(b.volume() / b.size());
        double[] m = turn.matrix();
        for (int k = 0; k < 9; k++) {
            map[k / 3][k % 3] = m[k];
        }
    }

    /**
     * Returns the affine map from vectors from the one atom to vectors from the other; empty if too few atoms fit.
     *
     * @param start radius in Å within which the turn fits
     */
    static Optional<double[][]> grow(Structure a, Structure b, Turn turn, double start, boolean typed) {
        return new Overlay(a, b, turn, typed).grow(start);
    }

    private Optional<double[][]> grow(double start) {
        double last = 0;
        for (int k = 0; k < 3; k++) {
            last = Math.max(last, Math.max(a.lattice().length(k), b.lattice().length(k)));
        }
        last = Math.max(1.2 * last, start);
        List<double[]> points = points(last);
        for (double radius = start; ; radius = Math.min(last, GROWTH * radius)) {
            for (int round = 0; round < 2; round++) {
                if (!fit(points, radius)) {
                    return Optional.empty();
                }
            }
            if (radius >= last) {
                return Optional.of(map);
            }
        }
    }

    /** The atoms of the first crystal around the one: x, y, z, atom, distance, by rising distance. */
    private List<double[]> points(double radius) {
        Lattice lattice = a.lattice();
        int[] cells = new int[3];
        for (int k = 0; k < 3; k++) {
            cells[k] = (int) Math.ceil(radius / lattice.height(k)) + 1;
        }
        List<double[]> points = new ArrayList<>();
        for (int u = -cells[0]; u <= cells[0]; u++) {
            for (int v = -cells[1]; v <= cells[1]; v++) {
                for (int w = -cells[2]; w <= cells[2]; w++) {
                    double[] shift = lattice.toCartesian(new double[] {u, v, w});
                    for (int i = 0; i < a.size(); i++) {
                        double[] point = new double[5];
                        double square = 0;
                        for (int k = 0; k < 3; k++) {
                            point[k] = positionsA[3 * i + k] - positionsA[3 * turn.atom() + k] + shift[k];
                            square += point[k] * point[k];
                        }
                        point[3] = i;
                        point[4] = Math.sqrt(square);
                        if (point[4] <= radius) {
                            points.add(point);
                        }
                    }
                }
            }
        }
        points.sort(Comparator.comparingDouble(point -> point[4]));
        return points;
    }

    // least squares over all atoms within the radius and their partners; false if these do not span space
    private boolean fit(List<double[]> points, double radius) {
        double[][] normal = new double[4][4];
        double[][] right = new double[3][4];
        double[] partner = new double[3];
        for (double[] point : points) {
            if (point[4] > radius) {
                break;
            }
            if (!partner(point, partner)) {
                continue;
            }
            double[] extended = {point[0], point[1], point[2], 1};
            for (int r = 0; r < 4; r++) {
                for (int c = 0; c < 4; c++) {
                    normal[r][c] += extended[r] * extended[c];
                }
                for (int k = 0; k < 3; k++) {
                    right[k][r] += extended[r] * partner[k];
                }
            }
        }
        double[][] solved = new double[3][];
        for (int k = 0; k < 3; k++) {
            Optional<double[]> row = solve(normal, right[k]);
            if (row.isEmpty()) {
                return false;
            }
            solved[k] = row.get();
        }
        for (int k = 0; k < 3; k++) {
            map[k] = solved[k];
        }
        return true;
    }

    // the nearest atom of the same element to the image of a point, if one is near
    private boolean partner(double[] point, double[] partner) {
        double[] image = new double[3];
        for (int k = 0; k < 3; k++) {
            image[k] = map[k][0] * point[0] + map[k][1] * point[1] + map[k][2] * point[2] + map[k][3];
        }
        double[] target = b.lattice().toFractional(image);
        double best = reach * reach;
        boolean found = false;
        double[] offset = new double[3];
        for (int j = 0; j < b.size(); j++) {
            if (typed && b.species(j) != a.species((int) point[3])) {
                continue;
            }
            for (int k = 0; k < 3; k++) {
                double d = fractionalB[3 * j + k] - fractionalB[3 * turn.otherAtom() + k] - target[k];
                offset[k] = d - Math.rint(d);
            }
            double[] near = b.lattice().toCartesian(offset);
            double square = near[0] * near[0] + near[1] * near[1] + near[2] * near[2];
            if (square < best) {
                best = square;
                found = true;
                for (int k = 0; k < 3; k++) {
                    partner[k] = image[k] + near[k];
                }
            }
        }
        return found;
    }

    // Gauss elimination with pivoting; empty if singular
    private static Optional<double[]> solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] m = new double[n][];
        for (int r = 0; r < n; r++) {
            m[r] = Arrays.copyOf(matrix[r], n + 1);
            m[r][n] = right[r];
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(m[r][c]) > Math.abs(m[pivot][c]) ? r : pivot;
            }
            if (!(Math.abs(m[pivot][c]) > 1e-9)) {
                return Optional.empty();
            }
            double[] held = m[c];
            m[c] = m[pivot];
            m[pivot] = held;
            for (int r = 0; r < n; r++) {
                double factor = r == c ? 0 : m[r][c] / m[c][c];
                for (int k = c; k <= n; k++) {
                    m[r][k] -= factor * m[c][k];
                }
            }
        }
        double[] solution = new double[n];
        for (int r = 0; r < n; r++) {
            solution[r] = m[r][n] / m[r][r];
        }
        return Optional.of(solution);
    }
}
