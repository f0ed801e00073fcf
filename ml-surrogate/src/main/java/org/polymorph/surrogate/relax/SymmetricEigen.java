package org.polymorph.surrogate.relax;

/** Eigenvalues and eigenvectors of a symmetric 3×3 matrix by cyclic Jacobi rotations. */
final class SymmetricEigen {
    final double[] values = new double[3];
    /** Eigenvectors as columns, row-major. */
    final double[] vectors = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    SymmetricEigen(double[] matrix) {
        double[] m = matrix.clone();
        for (int sweep = 0; sweep < 30; sweep++) {
            double off = m[1] * m[1] + m[2] * m[2] + m[5] * m[5];
            if (off <= 1e-34 * (m[0] * m[0] + m[4] * m[4] + m[8] * m[8]) || off == 0) {
                break;
            }
            rotate(m, 0, 1);
            rotate(m, 0, 2);
            rotate(m, 1, 2);
        }
        for (int i = 0; i < 3; i++) {
            values[i] = m[4 * i];
        }
    }

    private void rotate(double[] m, int p, int q) {
        double apq = m[3 * p + q];
        if (apq == 0) {
            return;
        }
        double theta = (m[4 * q] - m[4 * p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < 3; k++) {
            double kp = m[3 * k + p];
            double kq = m[3 * k + q];
            m[3 * k + p] = c * kp - s * kq;
            m[3 * k + q] = s * kp + c * kq;
        }
        for (int k = 0; k < 3; k++) {
            double pk = m[3 * p + k];
            double qk = m[3 * q + k];
            m[3 * p + k] = c * pk - s * qk;
            m[3 * q + k] = s * pk + c * qk;
            double vp = vectors[3 * k + p];
            double vq = vectors[3 * k + q];
            vectors[3 * k + p] = c * vp - s * vq;
            vectors[3 * k + q] = s * vp + c * vq;
        }
    }

    /** Returns Q·M·Qᵀ, M given in the basis of the eigenvectors. */
    double[] toLab(double[] m) {
        return sandwich(m, false);
    }

    /** Returns Qᵀ·M·Q. */
    double[] toEigenbasis(double[] m) {
        return sandwich(m, true);
    }

    private double[] sandwich(double[] m, boolean transpose) {
        double[] half = new double[9];
        double[] out = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    half[3 * i + j] += (transpose ? vectors[3 * k + i] : vectors[3 * i + k]) * m[3 * k + j];
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    out[3 * i + j] += half[3 * i + k] * (transpose ? vectors[3 * k + j] : vectors[3 * j + k]);
                }
            }
        }
        return out;
    }
}
