package org.polymorph.model.crystal;

import java.util.Arrays;

/**
 * Finds neighbours in a time proportional to the number of atoms: the cell is cut into bins half a cutoff wide, and each
 * atom looks only into the bins around its own, through the faces of the cell into their images.
 */
final class NeighborBins {
    private static final int FEWEST_ATOMS = 32;
    private static final int SHIFT_BITS = 10;

    private final double[] lattice;
    private final double[] wrapped;
    private final double[] cartesian;
    // the Cartesian positions in the order of the bins
    private final double[] inOrder;
    private final double slightlyMore;
    private final int size;
    private final NeighborSearch.PairBuffer pairs;
    private final int[] bins;
    private final int[] reach;
    // atoms sorted by bin: those of bin k are atoms[first[k]] … atoms[first[k + 1] − 1]
    private final int[] first;
    private final int[] atoms;
    private final int[] binOf;
    // the candidates of one atom: sort keys (neighbour, image), sorted before the distances are taken
    private long[] keys = new long[256];
    private int found;

    NeighborBins(Structure structure, double cutoff, NeighborSearch.PairBuffer pairs) {
        this.lattice = structure.lattice().toArray();
        this.wrapped = structure.wrapped().fractional();
        this.cartesian = structure.lattice().toCartesian(wrapped);
        this.inOrder = new double[wrapped.length];
        this.slightlyMore = cutoff * cutoff * (1 + 1e-9) + 1e-9;
        this.size = structure.size();
        this.pairs = pairs;
        this.bins = bins(structure, cutoff);
        this.reach = reach(structure.lattice(), bins, cutoff);
        this.binOf = new int[size];
        this.first = new int[bins[0] * bins[1] * bins[2] + 1];
        this.atoms = new int[size];
        sortIntoBins();
    }

    /** Returns whether the bins around an atom hold fewer images than pairs would look at. */
    static boolean worthwhile(Structure structure, double cutoff) {
        if (structure.size() < FEWEST_ATOMS) {
            return false;
        }
        int[] bins = bins(structure, cutoff);
        int[] reach = reach(structure.lattice(), bins, cutoff);
        double looked = 1;
        double all = 1;
        for (int k = 0; k < 3; k++) {
            looked *= 2.0 * reach[k] + 1;
            all *= bins[k];
        }
        // an image number must fit into a sort key: no cell that needs more than a few images is worthwhile anyway
        boolean fewImages = reach[0] <= bins[0] && reach[1] <= bins[1] && reach[2] <= bins[2];
        return looked < 2 * all && fewImages;
    }

    private static int[] bins(Structure structure, double cutoff) {
        int[] bins = new int[3];
        // more bins than atoms along an axis only cost memory
        int most = Math.max(4, (int) Math.ceil(2 * Math.cbrt(structure.size())));
        for (int k = 0; k < 3; k++) {
            bins[k] = (int)
                    Math.max(1, Math.min(most, Math.floor(structure.lattice().height(k) / (cutoff / 2))));
        }
        return bins;
    }

    private static int[] reach(Lattice lattice, int[] bins, double cutoff) {
        int[] reach = new int[3];
        for (int k = 0; k < 3; k++) {
            reach[k] = (int) Math.min(1 << 20, Math.ceil(cutoff * bins[k] / lattice.height(k) + 1e-9));
        }
        return reach;
    }

    private void sortIntoBins() {
        for (int i = 0; i < size; i++) {
            binOf[i] = (bin(i, 0) * bins[1] + bin(i, 1)) * bins[2] + bin(i, 2);
            first[binOf[i] + 1]++;
        }
        for (int k = 1; k < first.length; k++) {
            first[k] += first[k - 1];
        }
        int[] next = Arrays.copyOf(first, first.length);
        for (int i = 0; i < size; i++) {
            int place = next[binOf[i]]++;
            atoms[place] = i;
            System.arraycopy(cartesian, 3 * i, inOrder, 3 * place, 3);
        }
    }

    private int bin(int atom, int axis) {
        return Math.min(bins[axis] - 1, (int) (wrapped[3 * atom + axis] * bins[axis]));
    }

    int[] find() {
        int[] starts = new int[size + 1];
        for (int i = 0; i < size; i++) {
            found = 0;
            collect(i);
            Arrays.sort(keys, 0, found);
            for (int k = 0; k < found; k++) {
                add(i, keys[k]);
            }
            starts[i + 1] = pairs.count();
        }
        return starts;
    }

    private void collect(int i) {
        int bin0 = bin(i, 0);
        int bin1 = bin(i, 1);
        int bin2 = bin(i, 2);
        for (int a = bin0 - reach[0]; a <= bin0 + reach[0]; a++) {
            int shiftA = Math.floorDiv(a, bins[0]);
            int rowA = (a - shiftA * bins[0]) * bins[1];
            for (int b = bin1 - reach[1]; b <= bin1 + reach[1]; b++) {
                int shiftB = Math.floorDiv(b, bins[1]);
                int row = (rowA + b - shiftB * bins[1]) * bins[2];
                collectRow(i, row, bin2 - reach[2], bin2 + reach[2], shiftA, shiftB);
            }
        }
    }

    // the atoms of bins that follow each other along c stand together: one run for each image
    private void collectRow(int i, int row, int from, int to, int shiftA, int shiftB) {
        int c = from;
        while (c <= to) {
            int shiftC = Math.floorDiv(c, bins[2]);
            int last = Math.min(to, (shiftC + 1) * bins[2] - 1);
            int begin = first[row + c - shiftC * bins[2]];
            int end = first[row + last - shiftC * bins[2] + 1];
            collectRun(i, begin, end, shiftA, shiftB, shiftC);
            c = last + 1;
        }
    }

    private void collectRun(int i, int begin, int end, int shiftA, int shiftB, int shiftC) {
        double x0 = cartesian[3 * i] - shiftA * lattice[0] - shiftB * lattice[3] - shiftC * lattice[6];
        double y0 = cartesian[3 * i + 1] - shiftA * lattice[1] - shiftB * lattice[4] - shiftC * lattice[7];
        double z0 = cartesian[3 * i + 2] - shiftA * lattice[2] - shiftB * lattice[5] - shiftC * lattice[8];
        for (int k = begin; k < end; k++) {
            double x = inOrder[3 * k] - x0;
            double y = inOrder[3 * k + 1] - y0;
            double z = inOrder[3 * k + 2] - z0;
            // a little too far is taken too: the buffer decides, by the same numbers from both ends of a pair
            if (x * x + y * y + z * z < slightlyMore) {
                keep(i, atoms[k], shiftA, shiftB, shiftC);
            }
        }
    }

    private void keep(int i, int j, int shiftA, int shiftB, int shiftC) {
        if (i == j && shiftA == 0 && shiftB == 0 && shiftC == 0) {
            return;
        }
        if (found == keys.length) {
            keys = Arrays.copyOf(keys, 2 * found);
        }
        keys[found++] = key(j, shiftA, shiftB, shiftC);
    }

    // neighbour, then image along c, b, a: the order of the search by pairs
    private static long key(int j, int shiftA, int shiftB, int shiftC) {
        int middle = 1 << (SHIFT_BITS - 1);
        long key = j;
        key = (key << SHIFT_BITS) | (shiftC + middle);
        key = (key << SHIFT_BITS) | (shiftB + middle);
        return (key << SHIFT_BITS) | (shiftA + middle);
    }

    private void add(int i, long key) {
        int mask = (1 << SHIFT_BITS) - 1;
        int middle = 1 << (SHIFT_BITS - 1);
        int j = (int) (key >>> (3 * SHIFT_BITS));
        int shiftA = (int) (key & mask) - middle;
        int shiftB = (int) ((key >>> SHIFT_BITS) & mask) - middle;
        int shiftC = (int) ((key >>> (2 * SHIFT_BITS)) & mask) - middle;
        pairs.add(
                j,
                wrapped[3 * j] - wrapped[3 * i] + shiftA,
                wrapped[3 * j + 1] - wrapped[3 * i + 1] + shiftB,
                wrapped[3 * j + 2] - wrapped[3 * i + 2] + shiftC,
                lattice);
    }
}
