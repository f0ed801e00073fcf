package org.polymorph.surrogate.match;

/**
 * Which site of one crystal lies where which site of another lies, once the two are laid upon each other.
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
        first = first.clone();
        second = second.clone();
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
                && java.util.Arrays.equals(first, that.first)
                && java.util.Arrays.equals(second, that.second)
                && rms == that.rms
                && largest == that.largest
                && mirrored == that.mirrored;
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Arrays.hashCode(first) + java.util.Arrays.hashCode(second);
    }
}
