package org.polymorph.surrogate.invariant.isoset;

import java.util.Arrays;

/** A rotation, or a rotation with a reflection: an orthogonal 3×3 matrix that acts on columns. Immutable. */
final class Orthogonal {
    private static final int MOST_SWEEPS = 60;

    private final double[] m;

    private Orthogonal(double[] m) {
        this.m = m;
    }

    /** Returns what turns the frame of two vectors into that of two others. */
    static Orthogonal betweenFrames(AtomCluster c, int c1, int c2, AtomCluster d, int d1, int d2, boolean proper) {
        double[][] from = frame(c, c1, c2, true);
        double[][] to = frame(d, d1, d2, proper);
        double[] m = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int axis = 0; axis < 3; axis++) {
                    m[3 * row + column] += to[axis][row] * from[axis][column];
                }
            }
        }
        return new Orthogonal(m);
    }

    // the first axis along p, the second in the plane with q, the third along their cross product, or against it
    private static double[][] frame(AtomCluster cluster, int p, int q, boolean rightHanded) {
        double[] a = new double[3];
        double along = 0;
        for (int k = 0; k < 3; k++) {
            a[k] = cluster.get(p, k) / cluster.length(p);
            along += a[k] * cluster.get(q, k);
        }
        double[] b = new double[3];
        double norm = 0;
        for (int k = 0; k < 3; k++) {
            b[k] = cluster.get(q, k) - along * a[k];
            norm += b[k] * b[k];
        }
        for (int k = 0; k < 3; k++) {
            b[k] /= Math.sqrt(norm);
        }
        double sign = rightHanded ? 1 : -1;
        double[] c = {
            sign * (a[1] * b[2] - a[2] * b[1]), sign * (a[2] * b[0] - a[0] * b[2]), sign * (a[0] * b[1] - a[1] * b[0])
        };
        return new double[][] {a, b, c};
    }

    /**
     * Returns what brings vectors closest to others in the sense of weighted least squares: Horn 1987, doi
     * 10.1364/JOSAA.4.000629.
     *
     * @param covariance Σ w c dᵀ of the vectors c and their partners d, row-major
     * @param proper whether it must be a rotation, or else one with a reflection
     */
    static Orthogonal closest(double[] covariance, boolean proper) {
        double[] s = covariance.clone();
        if (!proper) {
            for (int p = 0; p < 9; p++) {
                s[p] = -s[p];
            }
        }
        double[] q = largest(new double[][] {
            {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]},
            {s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]},
            {s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7]},
            {s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4]}
        });
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        double[] m = {
            1 - 2 * (y * y + z * z),
            2 * (x * y - z * w),
            2 * (x * z + y * w),
            2 * (x * y + z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z - x * w),
            2 * (x * z - y * w),
            2 * (y * z + x * w),
            1 - 2 * (x * x + y * y)
        };
        if (!proper) {
            for (int p = 0; p < 9; p++) {
                m[p] = -m[p];
            }
        }
        return new Orthogonal(m);
    }

    // the eigenvector of the largest eigenvalue, by Jacobi rotations
    private static double[] largest(double[][] a) {
        double[][] v = new double[4][4];
        for (int k = 0; k < 4; k++) {
            v[k][k] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            boolean changed = false;
            for (int p = 0; p < 3; p++) {
                for (int q = p + 1; q < 4; q++) {
                    if (Math.abs(a[p][q]) > 1e-15 * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) {
                        rotate(a, v, p, q);
                        changed = true;
                    }
                }
            }
            if (!changed) {
                break;
            }
        }
        int best = 0;
        for (int k = 1; k < 4; k++) {
            best = a[k][k] > a[best][best] ? k : best;
        }
        double[] vector = {v[0][best], v[1][best], v[2][best], v[3][best]};
        double norm = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
        return Arrays.stream(vector).map(x -> x / norm).toArray();
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(t * t + 1);
        double sine = t * cosine;
        for (int k = 0; k < 4; k++) {
            double x = a[k][p];
            double y = a[k][q];
            a[k][p] = cosine * x - sine * y;
            a[k][q] = sine * x + cosine * y;
        }
        for (int k = 0; k < 4; k++) {
            double x = a[p][k];
            double y = a[q][k];
            a[p][k] = cosine * x - sine * y;
            a[q][k] = sine * x + cosine * y;
            double held = v[k][p];
            v[k][p] = cosine * held - sine * v[k][q];
            v[k][q] = sine * held + cosine * v[k][q];
        }
    }

    /** Returns whether it keeps the hand. */
    boolean isProper() {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                        - m[1] * (m[3] * m[8] - m[5] * m[6])
                        + m[2] * (m[3] * m[7] - m[4] * m[6])
                > 0;
    }

    Orthogonal inverse() {
        return new Orthogonal(new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]});
    }

    /** Returns one component of the image of a vector. */
    double apply(int axis, double x, double y, double z) {
        return m[3 * axis] * x + m[3 * axis + 1] * y + m[3 * axis + 2] * z;
    }

    /** Returns the nine numbers, row-major, as a copy. */
    double[] toArray() {
        return m.clone();
    }
}
