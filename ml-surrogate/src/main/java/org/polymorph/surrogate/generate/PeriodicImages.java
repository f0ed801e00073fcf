package org.polymorph.surrogate.generate;

import org.polymorph.model.crystal.Lattice;

/** The nearest image of an atom, in cells of any size and skew. Not thread-safe: keeps the vector found last. */
final class PeriodicImages {
    private final double[] rows;
    private final double[] heights = new double[3];
    /** Cartesian vector to the image found last. */
    final double[] vector = new double[3];

    PeriodicImages(Lattice lattice) {
        this.rows = lattice.toArray();
        for (int k = 0; k < 3; k++) {
            heights[k] = lattice.height(k);
        }
    }

    /**
     * Returns the distance of the nearest image below a limit, infinity if there is none.
     *
     * @param self whether this is an atom and itself, so that the vector zero does not count
     */
    double nearest(double fx, double fy, double fz, double limit, boolean self) {
        double best = limit * limit;
        boolean found = false;
        double ra = limit / heights[0];
        double rb = limit / heights[1];
        double rc = limit / heights[2];
        for (double a = Math.ceil(-ra - fx) + fx; a <= ra; a++) {
            for (double b = Math.ceil(-rb - fy) + fy; b <= rb; b++) {
                for (double c = Math.ceil(-rc - fz) + fz; c <= rc; c++) {
                    if (self && a == 0 && b == 0 && c == 0) {
                        continue;
                    }
                    double x = a * rows[0] + b * rows[3] + c * rows[6];
                    double y = a * rows[1] + b * rows[4] + c * rows[7];
                    double z = a * rows[2] + b * rows[5] + c * rows[8];
                    double square = x * x + y * y + z * z;
                    if (square < best) {
                        best = square;
                        found = true;
                        vector[0] = x;
                        vector[1] = y;
                        vector[2] = z;
                    }
                }
            }
        }
        return found ? Math.sqrt(best) : Double.POSITIVE_INFINITY;
    }

    /** Returns the distance of the nearest image below a limit but for the vector given itself; infinity if there is none. */
    double nearestOther(double fx, double fy, double fz, double limit) {
        double best = Double.POSITIVE_INFINITY;
        double ra = limit / heights[0];
        double rb = limit / heights[1];
        double rc = limit / heights[2];
        for (int a = (int) Math.ceil(-ra - fx); a + fx <= ra; a++) {
            for (int b = (int) Math.ceil(-rb - fy); b + fy <= rb; b++) {
                for (int c = (int) Math.ceil(-rc - fz); c + fz <= rc; c++) {
                    if (a == 0 && b == 0 && c == 0) {
                        continue;
                    }
                    double square = 0;
                    for (int k = 0; k < 3; k++) {
                        double x = (a + fx) * rows[k] + (b + fy) * rows[3 + k] + (c + fz) * rows[6 + k];
                        square += x * x;
                    }
                    best = Math.min(best, Math.sqrt(square));
                }
            }
        }
        return best < limit ? best : Double.POSITIVE_INFINITY;
    }
}
