package org.polymorph.dft.vasp;

import org.polymorph.dft.input.KPointMesh;
import org.polymorph.model.batch.Resources;

/** How VASP's processes share the work: groups for k-points (KPAR), and processes for one orbital (NCORE). */
final class Parallelisation {
    /** The fewest processes that work on one k-point, where there are so many. */
    private static final int LEAST_GROUP = 4;

    private Parallelisation() {}

    /** Sets both tags unless the settings have them, or there is one process only. */
    static void write(Resources resources, KPointMesh mesh, Incar incar) {
        int processes = resources.tasks();
        if (processes == 1) {
            return;
        }
        int groups = 1;
        // time reversal halves the points; symmetry may leave fewer, but random structures have little of it
        int points = Math.max(1, mesh.n1() * mesh.n2() * mesh.n3() / 2);
        for (int n = 1; n <= Math.min(processes, points); n++) {
            if (processes % n == 0 && processes / n >= Math.min(processes, LEAST_GROUP)) {
                groups = n;
            }
        }
        incar.propose("KPAR", groups);
        if (!incar.has("NPAR")) {
            incar.propose("NCORE", largestDivisor(processes / groups));
        }
    }

    // about the square root, as the VASP wiki advises
    private static int largestDivisor(int processes) {
        int divisor = 1;
        for (int n = 1; n * n <= processes; n++) {
            if (processes % n == 0) {
                divisor = n;
            }
        }
        return divisor;
    }
}
