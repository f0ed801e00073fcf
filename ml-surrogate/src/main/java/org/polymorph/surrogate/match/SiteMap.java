package org.polymorph.surrogate.match;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which site of one crystal lies where which site of another lies, once the two are laid upon each other; pairs
 * in the order of the first crystal.
 *
 * @param first sites of the first crystal, counted from 0; where the two cells are different multiples of a smaller one, a site
 *     comes once for each of its images in the cell that both fill
 * @param second the sites of the second crystal on which they come to lie
 * @param rms root mean square distance of the pairs in Å, in the mean of the two lattices
 * @param largest largest distance of a pair in Å
 * @param mirrored whether the first crystal had to be reflected
 */
public record SiteMap(int[] first, int[] second, double rms, double largest, boolean mirrored) {
    public SiteMap {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "expected as many first as second sites, found " + first.length + " and " + second.length);
        }
        int[] from = first;
        int[] to = second;
        int[] order = IntStream.range(0, from.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(p -> from[p]).thenComparingInt(p -> to[p]))
                .mapToInt(Integer::intValue)
                .toArray();
        first = Arrays.stream(order).map(p -> from[p]).toArray();
        second = Arrays.stream(order).map(p -> to[p]).toArray();
    }

    @Override
    public int[] first() {
        return first.clone();
    }

    @Override
    public int[] second() {
        return second.clone();
    }

    /** Returns the map the other way round. */
    SiteMap inverse() {
        return new SiteMap(second, first, rms, largest, mirrored);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SiteMap that
                && Arrays.equals(first, that.first)
                && Arrays.equals(second, that.second)
                && rms == that.rms
                && largest == that.largest
                && mirrored == that.mirrored;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(second);
    }
}
