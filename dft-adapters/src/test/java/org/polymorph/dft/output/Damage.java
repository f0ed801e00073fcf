package org.polymorph.dft.output;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What disks, networks and killed programs do to an output. */
public enum Damage {
    /** The end is missing. */
    CUT {
        @Override
        public byte[] of(byte[] whole, Random random) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
    },
    /** Some bits are others. */
    FLIPPED {
        @Override
        public byte[] of(byte[] whole, Random random) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 1 + random.nextInt(20); k++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return damaged;
        }
    },
    /** Some lines are in another order. */
    SHUFFLED {
        @Override
        public byte[] of(byte[] whole, Random random) {
            List<String> lines = new ArrayList<>(
                    new String(whole, StandardCharsets.ISO_8859_1).lines().toList());
            int from = random.nextInt(lines.size());
            int to = Math.min(lines.size(), from + 1 + random.nextInt(random.nextBoolean() ? 20 : lines.size()));
            Collections.shuffle(lines.subList(from, to), random);
            return String.join("\n", lines).concat("\n").getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    /** Two blocks have changed places, as a bad copy has it. */
    SWAPPED {
        @Override
        public byte[] of(byte[] whole, Random random) {
            int size = Math.max(1, Math.min(4096, whole.length / 4));
            int blocks = whole.length / size;
            int a = size * random.nextInt(blocks);
            int b = size * random.nextInt(blocks);
            byte[] damaged = whole.clone();
            System.arraycopy(whole, a, damaged, b, size);
            System.arraycopy(whole, b, damaged, a, size);
            return damaged;
        }
    };

    /** All of them, in a fixed order. */
    public static final List<Damage> KINDS = List.of(values());

    /** Returns a damaged copy of an output that is not empty. */
    public abstract byte[] of(byte[] whole, Random random);
}
