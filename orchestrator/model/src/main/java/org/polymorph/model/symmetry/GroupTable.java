package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.IntegerBasis;

/**
 * The operations of one setting of a space group in a primitive basis of its lattice, where two operations with one rotation
 * are one operation modulo whole numbers; made for solving for an origin. Immutable and thread-safe.
 */
final class GroupTable {
    private static final AtomicReferenceArray<GroupTable> TABLES = new AtomicReferenceArray<>(530);

    private final SpaceGroupSetting setting;
    private final double[] primitive;
    private final double[] toPrimitive;
    private final double[][] centrings;
    private final int[][] rotations;
    private final double[][] translations;
    private final int[] codes;
    private final int[] generators;
    private final SmithForm equations;

    private GroupTable(SpaceGroupSetting setting) {
        this.setting = setting;
        List<SymmetryOperation> operations = setting.operations();
        this.primitive = primitiveBasis(operations);
        this.centrings = operations.stream()
                .filter(operation -> Arrays.equals(operation.rotation(), RotationCode.IDENTITY))
                .map(SymmetryOperation::translation)
                .toArray(double[][]::new);
        this.toPrimitive = Matrix3.inverse(primitive);
        List<int[]> turned = new ArrayList<>();
        List<double[]> moved = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (SymmetryOperation operation : operations) {
            double[] inner =
                    Matrix3.product(Matrix3.product(toPrimitive, Matrix3.doubles(operation.rotation())), primitive);
            int[] rotation = Matrix3.integers(inner);
            if (rotation == null) {
                throw new IllegalStateException(setting + ": " + operation + " does not keep the lattice");
            }
            if (known.add(RotationCode.of(rotation))) {
                turned.add(rotation);
                double[] translation = Matrix3.times(toPrimitive, operation.translation());
                for (int k = 0; k < 3; k++) {
                    translation[k] -= Math.floor(translation[k] + 1e-9);
                }
                moved.add(translation);
            }
        }
        this.rotations = turned.toArray(new int[0][]);
        this.translations = moved.toArray(new double[0][]);
        this.codes = RotationCode.ofAll(rotations);
        this.generators = RotationCode.generators(rotations);
        this.equations = new SmithForm(equations());
    }

    /** Returns the table of a setting, made at the first use. */
    static GroupTable of(SpaceGroupSetting setting) {
        int index = setting.index();
        GroupTable table = TABLES.get(index);
        if (table == null) {
            table = new GroupTable(setting);
            TABLES.set(index, table);
        }
        return table;
    }

    /** Returns the table of the standard setting of a space group. */
    static GroupTable standard(int number) {
        return of(SpaceGroupSetting.standard(number));
    }

    private static double[] primitiveBasis(List<SymmetryOperation> operations) {
        List<long[]> vectors = new ArrayList<>();
        int parts = 24;
        for (SymmetryOperation operation : operations) {
            if (Arrays.equals(operation.rotation(), RotationCode.IDENTITY)) {
                double[] w = operation.translation();
                vectors.add(new long[] {Math.round(parts * w[0]), Math.round(parts * w[1]), Math.round(parts * w[2])});
            }
        }
        for (int k = 0; k < 3; k++) {
            long[] whole = new long[3];
            whole[k] = parts;
            vectors.add(whole);
        }
        long[][] basis = IntegerBasis.of(vectors.toArray(new long[0][]));
        double[] columns = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                columns[3 * k + i] = basis[i][k] / (double) parts;
            }
        }
        return columns;
    }

    private long[][] equations() {
        long[][] rows = new long[Math.max(3, 3 * generators.length)][3];
        for (int g = 0; g < generators.length; g++) {
            int[] w = rotations[generators[g]];
            for (int i = 0; i < 9; i++) {
                rows[3 * g + i / 3][i % 3] = (long) w[i] - (i % 4 == 0 ? 1 : 0);
            }
        }
        return rows;
    }

    SpaceGroupSetting setting() {
        return setting;
    }

    /** Returns the order of the point group. */
    int order() {
        return rotations.length;
    }

    /** Returns the rotation of operation {@code i} in the primitive basis; not a copy. */
    int[] rotation(int i) {
        return rotations[i];
    }

    /** Returns the translation of operation {@code i} in the primitive basis, in [0, 1); not a copy. */
    double[] translation(int i) {
        return translations[i];
    }

    /** Returns the translations of the centring, in the axes of the setting, the zero vector first; not a copy. */
    double[][] centrings() {
        return centrings;
    }

    /** Returns the primitive vectors as columns, in the axes of the setting; not a copy. */
    double[] primitive() {
        return primitive;
    }

    /**
     * Solves for the origin: returns all q modulo whole numbers, but for directions in which the group leaves the origin free,
     * so that an operation (W, w) given about the old origin is that of this table about the new one: w + (W − 1)·q. Empty if
     * there is none.
     *
     * @param given the translations of the given group in the primitive basis, in the order of this table
     * @param tolerance how far whole numbers may be missed
     */
    List<double[]> origins(double[][] given, double tolerance) {
        int m = equations.rows();
        double[] difference = new double[m];
        for (int g = 0; g < generators.length; g++) {
            for (int k = 0; k < 3; k++) {
                difference[3 * g + k] = translations[generators[g]][k] - given[generators[g]][k];
            }
        }
        double[] rotated = new double[m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                rotated[i] += equations.left(i, j) * difference[j];
            }
            if (i >= equations.rank() && Math.abs(rotated[i] - Math.rint(rotated[i])) > tolerance) {
                return List.of();
            }
        }
        List<double[]> origins = new ArrayList<>();
        collect(rotated, new double[3], 0, given, tolerance, origins);
        return origins;
    }

    // the unknowns in the basis V: each is known but for a multiple of one over its diagonal entry
    private void collect(
            double[] rotated, double[] y, int at, double[][] given, double tolerance, List<double[]> origins) {
        if (at == equations.rank()) {
            double[] q = origin(y);
            if (fits(q, given, tolerance)) {
                origins.add(q);
            }
            return;
        }
        long s = equations.diagonal(at);
        double whole = rotated[at] - Math.rint(rotated[at]);
        for (int n = 0; n < s; n++) {
            y[at] = (whole + n) / s;
            collect(rotated, y, at + 1, given, tolerance, origins);
        }
        y[at] = 0;
    }

    private double[] origin(double[] y) {
        double[] q = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                q[i] += equations.right(i, j) * y[j];
            }
            q[i] -= Math.rint(q[i]);
        }
        return q;
    }

    private boolean fits(double[] q, double[][] given, double tolerance) {
        for (int i = 0; i < rotations.length; i++) {
            int[] w = rotations[i];
            for (int k = 0; k < 3; k++) {
                double moved = given[i][k]
                        + w[3 * k] * q[0]
                        + w[3 * k + 1] * q[1]
                        + w[3 * k + 2] * q[2]
                        - q[k]
                        - translations[i][k];
                if (Math.abs(moved - Math.rint(moved)) > tolerance) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the translations given by rotation code in the order of this table; null if the rotations are others. */
    double @Nullable [][] inOrder(int[][] givenRotations, double[][] givenTranslations) {
        if (givenRotations.length != rotations.length) {
            return null;
        }
        double[][] ordered = new double[rotations.length][];
        for (int i = 0; i < givenRotations.length; i++) {
            int at = RotationCode.indexOf(codes, RotationCode.of(givenRotations[i]));
            if (at < 0 || ordered[at] != null) {
                return null;
            }
            ordered[at] = givenTranslations[i];
        }
        return ordered;
    }
}
