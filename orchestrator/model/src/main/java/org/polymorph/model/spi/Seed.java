package org.polymorph.model.spi;

import java.util.SplittableRandom;

/**
 * A seed that splits by name: the stream of one candidate does not depend on how many others there are or in which order
 * they are worked on, so that a campaign replays bit for bit.
 */
public record Seed(long value) {

    /** Returns the seed of a named part. */
    public Seed split(String name) {
        long hash = value;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        return new Seed(mix(hash + name.length()));
    }

    /** Returns the seed of a numbered part. */
    public Seed split(long number) {
        return new Seed(mix(mix(value) + number));
    }

    /** Returns a new generator at the beginning of this seed's stream. */
    public SplittableRandom random() {
        return new SplittableRandom(mix(value));
    }

    // The finaliser of SplitMix64: Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195, Stafford's variant 13.
    private static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
