package org.polymorph.model.crystal;

import org.jspecify.annotations.Nullable;

/**
 * The pairs of one cutoff that are kept while they cover it. With the lattice A₀ and the fractional positions s₀ of the search,
 * a later frame A, s has moved its atoms by v = (s − s₀)·A₀ and has then deformed space by F = A₀⁻¹·A. The vector d₀ of a pair
 * becomes (d₀ + v_j − v_i)·F, which is no shorter than σ(|d₀| − |v_j − v_i|), σ the smallest singular value of F: no pair left
 * out, |d₀| ≥ cutoff + skin, is within the cutoff while σ(cutoff + skin − max |v_j − v_i|) exceeds it. Not thread-safe.
 */
final class VerletList {
    /** Covers the rounding of σ and of the displacements. */
    private static final double SURELY = 1 + 1e-6;

    private final double cutoff;
    private final double skin;
    private @Nullable Kept kept;
    private int searches;

    /**
     * What a search found.
     *
     * @param lattice of the structure searched, A₀, with its inverse and the positions s₀
     * @param wide its pairs within cutoff and skin
     * @param images of each pair, in which image of the cell the neighbour stands: three whole numbers
     */
    private record Kept(double[] lattice, double[] inverse, double[] fractional, NeighborList wide, double[] images) {}

    VerletList(double cutoff, double skin) {
        this.cutoff = cutoff;
        this.skin = skin;
    }

    double cutoff() {
        return cutoff;
    }

    int searches() {
        return searches;
    }

    /** Returns the pairs of a structure within the cutoff. */
    NeighborList at(Structure structure) {
        double[] fractional = structure.fractional();
        Kept covering = kept;
        if (covering == null || !covers(covering, structure.lattice(), fractional)) {
            covering = search(structure, fractional);
            kept = covering;
        }
        return list(covering, structure, fractional);
    }

    private Kept search(Structure structure, double[] fractional) {
        searches++;
        NeighborList wide = NeighborList.of(structure, cutoff + skin);
        double[] inverse = structure.lattice().inverseArray();
        double[] images = new double[3 * wide.pairs()];
        for (int i = 0; i < wide.size(); i++) {
            for (int p = wide.start(i); p < wide.start(i + 1); p++) {
                int j = wide.neighbor(p);
                for (int k = 0; k < 3; k++) {
                    double offset = wide.dx(p) * inverse[k] + wide.dy(p) * inverse[3 + k] + wide.dz(p) * inverse[6 + k];
                    images[3 * p + k] = Math.rint(offset - (fractional[3 * j + k] - fractional[3 * i + k]));
                }
            }
        }
        return new Kept(structure.lattice().toArray(), inverse, fractional, wide, images);
    }

    private boolean covers(Kept old, Lattice lattice, double[] fractional) {
        if (old.fractional().length != fractional.length) {
            return false;
        }
        double stretch = smallestStretch(old.inverse(), lattice.toArray());
        return stretch * (cutoff + skin - relativeDisplacement(old, fractional)) >= cutoff * SURELY;
    }

    // no two atoms have moved further from each other than the two that moved most, once the common motion is taken off
    private static double relativeDisplacement(Kept old, double[] fractional) {
        int size = fractional.length / 3;
        double[] reference = old.fractional();
        double[] common = new double[3];
        for (int i = 0; i < fractional.length; i++) {
            common[i % 3] += (fractional[i] - reference[i]) / size;
        }
        double[] m = old.lattice();
        double most = 0;
        double second = 0;
        for (int i = 0; i < fractional.length; i += 3) {
            double a = fractional[i] - reference[i] - common[0];
            double b = fractional[i + 1] - reference[i + 1] - common[1];
            double c = fractional[i + 2] - reference[i + 2] - common[2];
            double x = a * m[0] + b * m[3] + c * m[6];
            double y = a * m[1] + b * m[4] + c * m[7];
            double z = a * m[2] + b * m[5] + c * m[8];
            double square = x * x + y * y + z * z;
            if (square > most) {
                second = most;
                most = square;
            } else if (square > second) {
                second = square;
            }
        }
        return Math.sqrt(most) + Math.sqrt(second);
    }

    // the root of the smallest eigenvalue of F·Fᵀ, by the trigonometric solution of the cubic equation (Smith 1961,
    // doi 10.1145/355578.366316)
    private static double smallestStretch(double[] inverse, double[] lattice) {
        double[] f = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                f[3 * i + k] = inverse[3 * i] * lattice[k]
                        + inverse[3 * i + 1] * lattice[3 + k]
                        + inverse[3 * i + 2] * lattice[6 + k];
            }
        }
        double xx = f[0] * f[0] + f[1] * f[1] + f[2] * f[2];
        double yy = f[3] * f[3] + f[4] * f[4] + f[5] * f[5];
        double zz = f[6] * f[6] + f[7] * f[7] + f[8] * f[8];
        double xy = f[0] * f[3] + f[1] * f[4] + f[2] * f[5];
        double xz = f[0] * f[6] + f[1] * f[7] + f[2] * f[8];
        double yz = f[3] * f[6] + f[4] * f[7] + f[5] * f[8];
        double mean = (xx + yy + zz) / 3;
        double a = xx - mean;
        double b = yy - mean;
        double c = zz - mean;
        double size = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
        if (size == 0) {
            return Math.sqrt(mean);
        }
        double determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
        double cosine = Math.max(-1, Math.min(1, determinant / (2 * size * size * size)));
        double smallest = mean + 2 * size * Math.cos((Math.acos(cosine) + 2 * Math.PI) / 3);
        return Math.sqrt(Math.max(0, smallest));
    }

    // the same offsets, in the same order, as the search that this structure would get: so the same bits
    private NeighborList list(Kept covering, Structure structure, double[] fractional) {
        if (!NeighborBins.worthwhile(structure, cutoff)) {
            return list(covering.wide(), covering.images(), fractional, structure.lattice());
        }
        // that search brings all atoms into the cell first
        double[] positions = structure.wrapped().fractional();
        NeighborList wide = covering.wide();
        double[] images = covering.images().clone();
        for (int i = 0; i < wide.size(); i++) {
            for (int p = wide.start(i); p < wide.start(i + 1); p++) {
                int j = wide.neighbor(p);
                for (int k = 0; k < 3; k++) {
                    images[3 * p + k] += Math.rint(fractional[3 * j + k] - positions[3 * j + k])
                            - Math.rint(fractional[3 * i + k] - positions[3 * i + k]);
                }
            }
        }
        return list(wide, images, positions, structure.lattice());
    }

    private NeighborList list(NeighborList wide, double[] images, double[] positions, Lattice lattice) {
        double[] m = lattice.toArray();
        double limit = cutoff * cutoff;
        int[] starts = new int[wide.size() + 1];
        int[] neighbors = new int[wide.pairs()];
        double[] vectors = new double[3 * wide.pairs()];
        double[] distances = new double[wide.pairs()];
        int count = 0;
        for (int i = 0; i < wide.size(); i++) {
            double fa = positions[3 * i];
            double fb = positions[3 * i + 1];
            double fc = positions[3 * i + 2];
            for (int p = wide.start(i); p < wide.start(i + 1); p++) {
                int j = wide.neighbor(p);
                double a = positions[3 * j] - fa + images[3 * p];
                double b = positions[3 * j + 1] - fb + images[3 * p + 1];
                double c = positions[3 * j + 2] - fc + images[3 * p + 2];
                double x = a * m[0] + b * m[3] + c * m[6];
                double y = a * m[1] + b * m[4] + c * m[7];
                double z = a * m[2] + b * m[5] + c * m[8];
                double square = x * x + y * y + z * z;
                if (square < limit) {
                    neighbors[count] = j;
                    vectors[3 * count] = x;
                    vectors[3 * count + 1] = y;
                    vectors[3 * count + 2] = z;
                    distances[count++] = Math.sqrt(square);
                }
            }
            starts[i + 1] = count;
        }
        return new NeighborList(starts, neighbors, vectors, distances);
    }
}
