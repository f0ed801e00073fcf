package org.polymorph.surrogate.ace;

import org.polymorph.surrogate.linear.NativeFloats;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * How strongly each member of a committee pulls atoms towards their neighbours: the gradients of the densities, whole rows of pairs
 * at once, times the members' derivatives by the densities, in single precision. Scratch space; not thread-safe.
 */
final class PairPulls {
    private final AceBasis basis;
    private final int padded;
    private final float[][] radial;
    private final float[][] slopes;
    private final float[][] harmonics;
    private final float[][][] gradients;
    private final float[][] unit = new float[3][];
    private float[] along = new float[0];
    private float[] row = new float[0];
    private NativeFloats moves = new NativeFloats(0);
    private NativeFloats product = new NativeFloats(0);
    private float[] pulls = new float[0];
    private int count;

    PairPulls(AceBasis basis, int padded) {
        this.basis = basis;
        this.padded = padded;
        radial = new float[basis.radial().size()][];
        slopes = new float[basis.radial().size()][];
        harmonics = new float[basis.harmonics().size()][];
        gradients = new float[3][basis.harmonics().size()][];
    }

    /** Multiplies. */
    void fill(PairRows pairs, CommitteeAdjoints adjoints) {
        count = pairs.count();
        reserve();
        round(pairs);
        for (int n = 0; n < radial.length; n++) {
            for (int k = 0; k < basis.blockSize(n); k++) {
                multiply(slopes[n], harmonics[k], along, count);
                for (int c = 0; c < 3; c++) {
                    gradient(along, unit[c], radial[n], gradients[c][k], row, count);
                    moves.put((c * basis.width() + basis.blockStart(n) + k) * count, row, count);
                }
            }
        }
        for (int i = pairs.first(); i < pairs.end(); i++) {
            for (int z = 0; z < basis.elements().size(); z++) {
                int from = pairs.start(i, z);
                int neighbors = pairs.start(i, z + 1) - from;
                for (int c = 0; c < 3 && neighbors > 0; c++) {
                    OpenBlas.multiplyTransposedLeft(
                            neighbors,
                            padded,
                            basis.width(),
                            moves.matrix(c * basis.width() * count + from, count),
                            adjoints.of(pairs, i, z * basis.width()),
                            product.matrix((c * count + from) * padded, padded));
                }
            }
        }
        product.get(0, pulls, 3 * count * padded);
    }

    private void reserve() {
        if (row.length < count) {
            int room = count * 5 / 4;
            resize(radial, room);
            resize(slopes, room);
            resize(harmonics, room);
            resize(unit, room);
            along = new float[room];
            row = new float[room];
            for (float[][] component : gradients) {
                resize(component, room);
            }
            moves = new NativeFloats(3 * basis.width() * room);
            product = new NativeFloats(3 * room * padded);
            pulls = new float[3 * room * padded];
        }
    }

    private static void resize(float[][] rows, int room) {
        for (int k = 0; k < rows.length; k++) {
            rows[k] = new float[room];
        }
    }

    private void round(PairRows pairs) {
        round(pairs.radial().values, radial);
        round(pairs.radial().slopes, slopes);
        SphericalHarmonics.Rows all = pairs.harmonics();
        round(all.values, harmonics);
        round(all.alongX, gradients[0]);
        round(all.alongY, gradients[1]);
        round(all.alongZ, gradients[2]);
        round(new double[][] {all.x, all.y, all.z}, unit);
    }

    private void round(double[][] from, float[][] to) {
        for (int k = 0; k < from.length; k++) {
            round(from[k], to[k], count);
        }
    }

    private static void round(double[] from, float[] to, int count) {
        for (int p = 0; p < count; p++) {
            to[p] = (float) from[p];
        }
    }

    private static void multiply(float[] a, float[] b, float[] out, int count) {
        for (int p = 0; p < count; p++) {
            out[p] = a[p] * b[p];
        }
    }

    private static void gradient(float[] along, float[] unit, float[] value, float[] slope, float[] out, int count) {
        for (int p = 0; p < count; p++) {
            out[p] = along[p] * unit[p] + value[p] * slope[p];
        }
    }

    /** Returns the derivatives by the neighbours' x, then y, then z: 3 × pairs × members rounded up. Read only. */
    float[] pulls() {
        return pulls;
    }

    /** Returns the same outside the heap. */
    NativeFloats product() {
        return product;
    }
}
