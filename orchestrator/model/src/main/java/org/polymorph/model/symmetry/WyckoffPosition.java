package org.polymorph.model.symmetry;

import java.util.List;

/**
 * One Wyckoff position of a setting of a space group: all points whose site symmetries are conjugate. Immutable and
 * thread-safe.
 *
 * @param letter from a on; the 27th of P m m m is A
 * @param siteSymmetry the oriented symbol of the site-symmetry group, such as {@code -43m} or {@code .2/m.}
 * @param coordinates those of the first of its points
 * @param stabilizer the operations that leave the first point where it is, or move it by whole cells; the identity first
 * @param images for each of the equivalent points in the cell an operation that maps the first on it; the identity first
 */
public record WyckoffPosition(
        char letter,
        String siteSymmetry,
        CoordinateTriplet coordinates,
        List<SymmetryOperation> stabilizer,
        List<SymmetryOperation> images) {
    public WyckoffPosition {
        stabilizer = List.copyOf(stabilizer);
        images = List.copyOf(images);
    }

    /** Returns the number of equivalent points in the conventional cell. */
    public int multiplicity() {
        return images.size();
    }

    /** Returns the number of coordinates that are free: 0 to 3. */
    public int freedom() {
        return coordinates.freedom();
    }

    /** Returns the multiplicity and the letter, such as {@code 8a}. */
    public String name() {
        return multiplicity() + String.valueOf(letter);
    }

    /**
     * Returns whether a point lies where the first of the points can lie, or a whole number of cells from it.
     *
     * @param tolerance on fractional coordinates
     */
    public boolean hasFirst(double[] point, double tolerance) {
        return coordinates.fits(point, tolerance);
    }
}
