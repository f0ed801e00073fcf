package org.polymorph.surrogate.ace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * How strongly each member of a committee pulls one atom towards its neighbours: the members' derivatives with respect to
 * the densities times the gradients of the densities, one matrix product an element of the neighbours, in single precision.
 * Scratch space that is filled anew for each atom; not thread-safe.
 */
final class PairPulls {
    private final AceBasis basis;
    private final int members;
    private final int width;
    private final float[] adjointRows;
    private final FloatBuffer adjoints;
    private float[] gradientRows = new float[0];
    private FloatBuffer gradients = direct(0);
    private FloatBuffer product = direct(0);
    private float[] pulls = new float[0];
    private int[] pairs = new int[0];

    PairPulls(AceBasis basis, int members) {
        this.basis = basis;
        this.members = members;
        this.width = basis.width();
        this.adjointRows = new float[members * width];
        this.adjoints = direct(members * width);
    }

    private static FloatBuffer direct(int size) {
        return ByteBuffer.allocateDirect(4 * size)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Looks at the neighbours of one element of the atom that an environment holds.
     *
     * @param byMember members × densities: derivatives of the members' energies
     * @return how many neighbours there are
     */
    int fill(NeighborList neighbors, int[] species, int element, Environment environment, double[] byMember) {
        int count = 0;
        reserve(environment.count());
        for (int p = 0; p < environment.count(); p++) {
            int pair = environment.pair(p);
            if (species[neighbors.neighbor(pair)] == element) {
                double inverse = 1 / neighbors.distance(pair);
                double x = neighbors.dx(pair) * inverse;
                double y = neighbors.dy(pair) * inverse;
                double z = neighbors.dz(pair) * inverse;
                environment.gradients(p, x, y, z, gradientRows, 3 * count * width);
                pairs[count++] = pair;
            }
        }
        if (count > 0) {
            int densities = basis.densities();
            for (int k = 0; k < members; k++) {
                for (int a = 0; a < width; a++) {
                    adjointRows[k * width + a] = (float) byMember[k * densities + element * width + a];
                }
            }
            adjoints.clear().put(adjointRows).clear();
            gradients.clear().put(gradientRows, 0, 3 * count * width).clear();
            product.clear();
            OpenBlas.multiplyTransposed(members, 3 * count, width, adjoints, gradients, product);
            product.get(pulls, 0, members * 3 * count);
        }
        return count;
    }

    private void reserve(int neighbors) {
        if (pairs.length < neighbors) {
            int room = neighbors * 5 / 4;
            pairs = new int[room];
            gradientRows = new float[3 * room * width];
            gradients = direct(3 * room * width);
            pulls = new float[3 * room * members];
            product = direct(3 * room * members);
        }
    }

    /** Returns the entry of the neighbour list that neighbour q of the last {@link #fill} has. */
    int pair(int q) {
        return pairs[q];
    }

    /** Returns members × 3·neighbours, row-major: the derivatives by the neighbours' positions. Read only. */
    float[] pulls() {
        return pulls;
    }
}
