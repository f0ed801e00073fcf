package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers that stand for integer rotation matrices, so that a group is searched without comparing arrays. */
final class RotationCode {
    static final int[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    static final int NONE = -1;
    private static final int LARGEST = 3;

    private RotationCode() {}

    /** Returns the number of a rotation; {@link #NONE} if an entry is larger than those of any group in use. */
    static int of(int[] rotation) {
        int code = 0;
        for (int entry : rotation) {
            if (entry < -LARGEST || entry > LARGEST) {
                return NONE;
            }
            code = (2 * LARGEST + 1) * code + entry + LARGEST;
        }
        return code;
    }

    /** Returns the numbers of several rotations. */
    static int[] ofAll(int[][] rotations) {
        int[] codes = new int[rotations.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = of(rotations[i]);
        }
        return codes;
    }

    static int indexOf(int[] codes, int code) {
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == code) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the positions of some rotations that generate all of a group; none for the group of the identity alone. */
    static int[] generators(int[][] rotations) {
        int[] codes = ofAll(rotations);
        List<int[]> reached = new ArrayList<>(List.of(IDENTITY));
        boolean[] known = new boolean[rotations.length];
        known[indexOf(codes, of(IDENTITY))] = true;
        int[] generators = new int[rotations.length];
        int count = 0;
        for (int i = 0; i < rotations.length; i++) {
            if (known[i]) {
                continue;
            }
            generators[count++] = i;
            for (int at = 0; at < reached.size(); at++) {
                for (int g = 0; g < count; g++) {
                    int[] next = Matrix3.product(rotations[generators[g]], reached.get(at));
                    int index = indexOf(codes, of(next));
                    if (!known[index]) {
                        known[index] = true;
                        reached.add(next);
                    }
                }
            }
        }
        return Arrays.copyOf(generators, count);
    }
}
