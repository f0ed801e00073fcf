package org.polymorph.model.crystal;

import java.util.Arrays;

/**
 * Finds the atom of an element at a place, over all periodic images, without looking at all atoms: they are kept in the boxes of a
 * grid. Made for a cell whose angles are moderate, such as a reduced one, and a tolerance well below its heights. Immutable
 * but for the offset found last: not thread-safe.
 */
public final class SiteIndex {
    private final double[] rows;
    private final double[] fractional;
    private final Element[] species;
    private final double tolerance;
    private final int[] boxes = new int[3];
    private final double[] reach = new double[3];
    // the atoms of box b are members[starts[b]] to members[starts[b + 1] - 1]
    private final int[] starts;
    private final int[] members;
    private final double[] offset = new double[3];

    /**
     * Makes an index of the atoms of a structure.
     *
     * @param tolerance how far an atom may be from a place, Å
     */
    public SiteIndex(Structure structure, double tolerance) {
        this.rows = structure.lattice().toArray();
        this.fractional = structure.wrapped().fractional();
        this.species = structure.species().toArray(new Element[0]);
        this.tolerance = tolerance;
        int n = structure.size();
        double edge = Math.cbrt(structure.volume() / n);
        for (int k = 0; k < 3; k++) {
            double height = structure.lattice().height(k);
            reach[k] = tolerance / height;
            boxes[k] = Math.max(1, (int) Math.min(height / edge, height / (4 * tolerance)));
        }
        int[] boxOf = new int[n];
        int[] counts = new int[boxes[0] * boxes[1] * boxes[2] + 1];
        for (int i = 0; i < n; i++) {
            int at = 0;
            for (int k = 0; k < 3; k++) {
                at = at * boxes[k] + Math.min(boxes[k] - 1, (int) (fractional[3 * i + k] * boxes[k]));
            }
            boxOf[i] = at;
            counts[at + 1]++;
        }
        for (int b = 1; b < counts.length; b++) {
            counts[b] += counts[b - 1];
        }
        this.starts = counts;
        this.members = new int[n];
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int i = 0; i < n; i++) {
            members[next[boxOf[i]]++] = i;
        }
    }

    /** Returns the nearest atom of an element below the tolerance; −1 if there is none. */
    public int nearest(Element element, double x, double y, double z) {
        double best = tolerance * tolerance;
        int found = -1;
        double fx = x - Math.floor(x);
        double fy = y - Math.floor(y);
        double fz = z - Math.floor(z);
        int firstA = (int) Math.floor((fx - reach[0]) * boxes[0]);
        int firstB = (int) Math.floor((fy - reach[1]) * boxes[1]);
        int firstC = (int) Math.floor((fz - reach[2]) * boxes[2]);
        int countA = Math.min(boxes[0], (int) Math.floor((fx + reach[0]) * boxes[0]) - firstA + 1);
        int countB = Math.min(boxes[1], (int) Math.floor((fy + reach[1]) * boxes[1]) - firstB + 1);
        int countC = Math.min(boxes[2], (int) Math.floor((fz + reach[2]) * boxes[2]) - firstC + 1);
        for (int a = firstA; a < firstA + countA; a++) {
            int inA = Math.floorMod(a, boxes[0]) * boxes[1];
            for (int b = firstB; b < firstB + countB; b++) {
                int inB = (inA + Math.floorMod(b, boxes[1])) * boxes[2];
                for (int c = firstC; c < firstC + countC; c++) {
                    int box = inB + Math.floorMod(c, boxes[2]);
                    for (int m = starts[box]; m < starts[box + 1]; m++) {
                        int j = members[m];
                        if (species[j] != element) {
                            continue;
                        }
                        double dx = fractional[3 * j] - fx;
                        double dy = fractional[3 * j + 1] - fy;
                        double dz = fractional[3 * j + 2] - fz;
                        dx -= Math.rint(dx);
                        dy -= Math.rint(dy);
                        dz -= Math.rint(dz);
                        double cx = dx * rows[0] + dy * rows[3] + dz * rows[6];
                        double cy = dx * rows[1] + dy * rows[4] + dz * rows[7];
                        double cz = dx * rows[2] + dy * rows[5] + dz * rows[8];
                        double square = cx * cx + cy * cy + cz * cz;
                        if (square < best) {
                            best = square;
                            found = j;
                            offset[0] = dx;
                            offset[1] = dy;
                            offset[2] = dz;
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Returns component {@code k} of the fractional vector from the place asked for last to the atom found there. */
    public double offset(int k) {
        return offset[k];
    }
}
