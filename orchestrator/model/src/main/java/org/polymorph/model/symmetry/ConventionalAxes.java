package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The axes that the International Tables choose for a crystal class, found from the rotations: Grosse-Kunstleve 1999, doi
 * 10.1107/S0108767398010186, section 4. Each basis is a matrix of integers whose columns are a, b and c in the primitive basis.
 */
final class ConventionalAxes {
    /** Lengths are compared in steps of this, Å: what rounding leaves is no difference. */
    private static final double SAME = 1e-5;

    private final int[][] rotations;
    private final double[] metric;
    private final double[] given;
    private final double hand;

    /**
     * Looks at a group in a primitive basis.
     *
     * @param metric the products of the primitive lattice vectors, made to obey the rotations, Å²
     * @param rows the primitive lattice vectors, Å
     * @param given the axes to be near to where the class leaves a choice, Å
     */
    ConventionalAxes(int[][] rotations, double[] metric, double[] rows, double[] given) {
        this.rotations = rotations;
        this.metric = metric;
        this.given = Matrix3.product(given, Matrix3.transposed(rows));
        this.hand = Math.signum(Matrix3.determinant(rows));
    }

    /** Returns right-handed bases, the preferred first. */
    List<int[]> bases(CrystalSystem system) {
        return switch (system) {
            case TRICLINIC -> List.of(righted(RotationCode.IDENTITY.clone()));
            case MONOCLINIC -> monoclinic();
            case ORTHORHOMBIC -> orthorhombic();
            case TETRAGONAL -> aroundMainAxis(4);
            case TRIGONAL -> aroundMainAxis(3);
            case HEXAGONAL -> aroundMainAxis(6);
            case CUBIC -> cubic();
        };
    }

    // all three vectors turned round keep the cell
    private int[] righted(int[] basis) {
        if (Matrix3.determinant(basis) * hand < 0) {
            for (int i = 0; i < 9; i++) {
                basis[i] = -basis[i];
            }
        }
        return basis;
    }

    private List<int[]> monoclinic() {
        int[] unique = axesOf(2).get(0);
        int[] rotation = properPart(2);
        int[][] plane = plane(rotation, 2);
        List<int[]> bases = new ArrayList<>();
        int reach = 2;
        for (int p = -reach; p <= reach; p++) {
            for (int q = -reach; q <= reach; q++) {
                for (int r = -reach; r <= reach; r++) {
                    for (int s = -reach; s <= reach; s++) {
                        if (Math.abs(p * s - q * r) == 1) {
                            int[] a = combined(plane, p, q);
                            int[] c = combined(plane, r, s);
                            // β is not acute
                            if (dot(a, c) <= SAME) {
                                int sign = Matrix3.determinant(columns(a, unique, c)) * hand > 0 ? 1 : -1;
                                bases.add(columns(a, scaled(unique, sign), c));
                            }
                        }
                    }
                }
            }
        }
        // a and c as short as they can be, then a the shorter
        Comparator<int[]> order = Comparator.comparingLong(basis -> rounded(length(basis, 0) + length(basis, 2)));
        bases.sort(order.thenComparingLong(basis -> rounded(length(basis, 0)))
                .thenComparing(Comparator.comparingDouble(this::likeness).reversed()));
        return bases;
    }

    private List<int[]> orthorhombic() {
        List<int[]> axes = axesOf(2);
        List<int[]> bases = new ArrayList<>();
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            addSigned(bases, axes.get(order[0]), axes.get(order[1]), axes.get(order[2]));
        }
        Comparator<int[]> order = Comparator.comparingLong(basis -> rounded(length(basis, 0)));
        bases.sort(order.thenComparingLong(basis -> rounded(length(basis, 1)))
                .thenComparing(Comparator.comparingDouble(this::likeness).reversed()));
        return bases;
    }

    // of the four ways to turn the axes round that are right-handed, the one most like the given axes
    private void addSigned(List<int[]> bases, int[] a, int[] b, int[] c) {
        int[] best = new int[0];
        double most = Double.NEGATIVE_INFINITY;
        for (int signs = 0; signs < 8; signs++) {
            int[] basis = columns(
                    scaled(a, (signs & 1) == 0 ? 1 : -1),
                    scaled(b, (signs & 2) == 0 ? 1 : -1),
                    scaled(c, (signs & 4) == 0 ? 1 : -1));
            double likeness = likeness(basis);
            if (Matrix3.determinant(basis) * hand > 0 && likeness > most + SAME) {
                most = likeness;
                best = basis;
            }
        }
        bases.add(best);
    }

    // c along the main axis, a the shortest across it, b its image
    private List<int[]> aroundMainAxis(int fold) {
        int[] rotation = properPart(fold);
        int[] axis = RotationAxis.of(rotation);
        int[] turn = fold == 6 ? Matrix3.product(rotation, rotation) : rotation;
        int[][] plane = plane(rotation, fold);
        List<int[]> shortest = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (int p = -1; p <= 1; p++) {
            for (int q = -1; q <= 1; q++) {
                int[] a = combined(plane, p, q);
                long length = p == 0 && q == 0 ? Long.MAX_VALUE : rounded(Math.sqrt(dot(a, a)));
                if (length < least) {
                    shortest.clear();
                    least = length;
                }
                if (length == least && length < Long.MAX_VALUE) {
                    shortest.add(a);
                }
            }
        }
        List<int[]> bases = new ArrayList<>();
        for (int[] a : shortest) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                int[] c = scaled(axis, sign);
                int[] b = Matrix3.times(turn, a);
                if (Matrix3.determinant(columns(a, b, c)) * hand < 0) {
                    // the other way round
                    b = fold == 4 ? scaled(b, -1) : Matrix3.times(turn, b);
                }
                bases.add(columns(a, b, c));
            }
        }
        bases.sort(Comparator.comparingDouble(this::likeness).reversed());
        return bases;
    }

    private List<int[]> cubic() {
        List<int[]> axes = axesOf(4);
        if (axes.isEmpty()) {
            axes = axesOf(2);
        }
        List<int[]> bases = new ArrayList<>();
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            addSigned(bases, axes.get(order[0]), axes.get(order[1]), axes.get(order[2]));
        }
        bases.sort(Comparator.comparingDouble(this::likeness).reversed());
        return bases;
    }

    // the axes of rotations or rotoinversions of one order
    private List<int[]> axesOf(int order) {
        List<int[]> axes = new ArrayList<>();
        for (int[] w : rotations) {
            if (Math.abs(RotationAxis.type(w)) == order) {
                int[] axis = RotationAxis.of(w);
                if (axes.stream().noneMatch(other -> Arrays.equals(other, axis))) {
                    axes.add(axis);
                }
            }
        }
        return axes;
    }

    private int[] properPart(int order) {
        for (int[] w : rotations) {
            int type = RotationAxis.type(w);
            if (Math.abs(type) == order) {
                return type > 0 ? w : scaled(w, -1);
            }
        }
        throw new IllegalStateException("a crystal class without the rotation " + order);
    }

    // a reduced basis of the lattice plane across the axis: the vectors whose images by all powers add up to nothing
    private int[][] plane(int[] rotation, int order) {
        int[] sum = RotationCode.IDENTITY.clone();
        int[] power = rotation;
        for (int n = 1; n < order; n++) {
            for (int i = 0; i < 9; i++) {
                sum[i] += power[i];
            }
            power = Matrix3.product(power, rotation);
        }
        long[][] rows = new long[3][3];
        for (int i = 0; i < 9; i++) {
            rows[i / 3][i % 3] = sum[i];
        }
        SmithForm form = new SmithForm(rows);
        int[][] plane = new int[2][3];
        for (int v = 0; v < 2; v++) {
            for (int k = 0; k < 3; k++) {
                plane[v][k] = Math.toIntExact(form.right(k, form.rank() + v));
            }
        }
        reduce(plane);
        return plane;
    }

    // Gauss's reduction of two vectors
    private void reduce(int[][] plane) {
        for (int step = 0; step < 1000; step++) {
            if (dot(plane[0], plane[0]) > dot(plane[1], plane[1])) {
                int[] held = plane[0];
                plane[0] = plane[1];
                plane[1] = held;
            }
            double ratio = dot(plane[0], plane[1]) / dot(plane[0], plane[0]);
            int times = (int) Math.rint(ratio);
            if (times == 0 || Math.abs(ratio) < 0.5 + SAME) {
                return;
            }
            for (int k = 0; k < 3; k++) {
                plane[1][k] -= times * plane[0][k];
            }
        }
    }

    // how much the axes of a basis point along the given ones: the sum of the cosines, but for the lengths of the given
    private double likeness(int[] basis) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            int[] axis = {basis[k], basis[3 + k], basis[6 + k]};
            double along = given[3 * k] * axis[0] + given[3 * k + 1] * axis[1] + given[3 * k + 2] * axis[2];
            sum += along / Math.sqrt(dot(axis, axis));
        }
        return sum;
    }

    private double length(int[] basis, int k) {
        int[] axis = {basis[k], basis[3 + k], basis[6 + k]};
        return Math.sqrt(dot(axis, axis));
    }

    private double dot(int[] v, int[] w) {
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += v[i / 3] * metric[i] * w[i % 3];
        }
        return sum;
    }

    private static long rounded(double length) {
        return Math.round(length / SAME);
    }

    private static int[] combined(int[][] plane, int p, int q) {
        int[] v = new int[3];
        for (int k = 0; k < 3; k++) {
            v[k] = p * plane[0][k] + q * plane[1][k];
        }
        return v;
    }

    private static int[] scaled(int[] v, int factor) {
        int[] scaled = new int[v.length];
        for (int k = 0; k < v.length; k++) {
            scaled[k] = factor * v[k];
        }
        return scaled;
    }

    private static int[] columns(int[] a, int[] b, int[] c) {
        return new int[] {a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]};
    }
}
