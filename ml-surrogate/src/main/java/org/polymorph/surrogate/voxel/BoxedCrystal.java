package org.polymorph.surrogate.voxel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** The atoms of one cell around the origin of a box, with the lattice as it lies in the box. Immutable. */
public final class BoxedCrystal {
    private final double[] positions;
    private final int[] numbers;
    private final double[] lattice;

    private BoxedCrystal(double[] positions, int[] numbers, double[] lattice) {
        this.positions = positions;
        this.numbers = numbers;
        this.lattice = lattice;
    }

    /** Lays the cell of a structure around the origin, its atoms wrapped into it. */
    public static BoxedCrystal of(Structure structure) {
        return of(structure, new double[3], new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    }

    /**
     * Lays the cell of a structure around the origin.
     *
     * @param shift of all atoms before they are wrapped into the cell, in fractional coordinates
     * @param rotation of the crystal about the origin, as {@link Structure#rotated} takes it
     */
    public static BoxedCrystal of(Structure structure, double[] shift, double[] rotation) {
        double[] fractional = structure.fractional();
        for (int i = 0; i < fractional.length; i++) {
            double moved = fractional[i] + shift[i % 3];
            fractional[i] = moved - Math.floor(moved);
        }
        Structure turned = structure.withFractional(fractional).rotated(rotation);
        double[] centred = turned.fractional();
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= 0.5;
        }
        int[] numbers =
                turned.species().stream().mapToInt(Element::atomicNumber).toArray();
        return new BoxedCrystal(
                turned.lattice().toCartesian(centred), numbers, turned.lattice().toArray());
    }

    /** Draws a rotation, uniform over all of them: Shoemake 1992, Graphics Gems III, p. 124. Row-major. */
    public static double[] randomRotation(SplittableRandom random) {
        double u = random.nextDouble();
        double a = 2 * Math.PI * random.nextDouble();
        double b = 2 * Math.PI * random.nextDouble();
        double x = Math.sqrt(1 - u) * StrictMath.sin(a);
        double y = Math.sqrt(1 - u) * StrictMath.cos(a);
        double z = Math.sqrt(u) * StrictMath.sin(b);
        double w = Math.sqrt(u) * StrictMath.cos(b);
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - w * z),
            2 * (x * z + w * y),
            2 * (x * y + w * z),
            1 - 2 * (x * x + z * z),
            2 * (y * z - w * x),
            2 * (x * z - w * y),
            2 * (y * z + w * x),
            1 - 2 * (x * x + y * y)
        };
    }

    /**
     * Returns the crystal of sites that were found in a box.
     *
     * @param lattice rows a, b, c, Å
     * @throws IllegalArgumentException if the lattice has no volume or there is no site
     */
    public static Structure structure(double[] lattice, List<Element> species, double[] positions) {
        Lattice cell = Lattice.of(lattice);
        double[] fractional = cell.toFractional(positions);
        for (int i = 0; i < fractional.length; i++) {
            fractional[i] = fractional[i] + 0.5 - Math.floor(fractional[i] + 0.5);
        }
        return Structure.of(cell, species, fractional);
    }

    /** Returns how many atoms there are. */
    public int size() {
        return numbers.length;
    }

    /** Returns x, y, z of each atom, Å. */
    public double[] positions() {
        return positions.clone();
    }

    /** Returns the atomic number of an atom. */
    public int atomicNumber(int atom) {
        return numbers[atom];
    }

    /** Returns the elements of the atoms. */
    public List<Element> species() {
        List<Element> species = new ArrayList<>();
        for (int number : numbers) {
            species.add(Element.ofNumber(number));
        }
        return species;
    }

    /** Returns the lattice in the box, rows a, b, c, Å. */
    public double[] lattice() {
        return lattice.clone();
    }

    /** Returns how far from the origin, along an axis, the outermost atom is, Å. */
    public double extent() {
        double extent = 0;
        for (double x : positions) {
            extent = Math.max(extent, Math.abs(x));
        }
        return extent;
    }
}
