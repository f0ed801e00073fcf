package org.polymorph.model.symmetry;

import java.util.TreeMap;

/** The 32 crystal classes, each by the last space group that has it: Int. Tables A, table 2.1.2.1. */
final class PointGroup {
    private static final TreeMap<Integer, String> BY_LAST_NUMBER = new TreeMap<>();

    static {
        String table =
                "1:1 2:-1 5:2 9:m 15:2/m 24:222 46:mm2 74:mmm 80:4 82:-4 88:4/m 98:422 110:4mm 122:-42m 142:4/mmm "
                        + "146:3 148:-3 155:32 161:3m 167:-3m 173:6 174:-6 176:6/m 182:622 186:6mm 190:-6m2 194:6/mmm 199:23 "
                        + "206:m-3 214:432 220:-43m 230:m-3m";
        for (String entry : table.split(" ", -1)) {
            String[] parts = entry.split(":", 2);
            BY_LAST_NUMBER.put(Integer.valueOf(parts[0]), parts[1]);
        }
    }

    private PointGroup() {}

    /** Returns the symbol of the class of a space group. */
    static String symbolOf(int number) {
        return BY_LAST_NUMBER.ceilingEntry(number).getValue();
    }

    /** Returns a number that the 32 classes differ in: how many operations of each type a group of rotations has. */
    static long signature(int[][] rotations) {
        long signature = 0;
        for (int[] rotation : rotations) {
            signature += 1L << (5 * column(RotationAxis.type(rotation)));
        }
        return signature;
    }

    // types −6, −4, −3, −2, −1, 1, 2, 3, 4, 6; no class has more than 9 of a type but for the 8 of 3 and -3 and 12 of 4
    private static int column(int type) {
        int size = Math.abs(type);
        int column = size == 6 ? 4 : size - 1;
        return type > 0 ? column : 5 + column;
    }
}
