package org.polymorph.surrogate.voxel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A cubic grid of voxels around the origin, and the density of atoms on it: M = σ⁻³(2π)^(−3/2) Σ Z exp(−d²/2σ²) with d from
 * the centre of the voxel (Hoffmann et al. 2019, arXiv 1909.00949). Values stand x-major, z fastest.
 *
 * @param points voxels along an edge
 * @param edge of the box, Å
 * @param sigma width of an atom, Å
 * @param radius within which a voxel belongs to an atom, Å
 */
public record VoxelGrid(int points, double edge, double sigma, double radius) {
    /** Gaussians end here, in σ: 4·10⁻⁶ of their height. */
    private static final double CUTOFF = 5;

    /** What a voxel beside all atoms has in place of an atomic number. */
    public static final int NONE = 0;

    public VoxelGrid {
        if (points < 8 || !(edge > 0) || !(sigma > 0) || !(radius > 0)) {
            throw new IllegalArgumentException(
                    "a grid needs at least 8 points and an edge, sigma and radius above zero," + " found " + points
                            + ", " + edge + ", " + sigma + ", " + radius);
        }
        if (sigma < 0.8 * edge / points) {
            throw new IllegalArgumentException(
                    "sigma must be at least 0.8 of the spacing of the grid, that a peak spans"
                            + " several voxels: spacing " + edge / points + " Å, found " + sigma + " Å");
        }
    }

    /** Returns the grid of the paper with some points along its edge of 10 Å. */
    public static VoxelGrid of(int points) {
        return new VoxelGrid(points, 10, 0.4, 0.667);
    }

    /** Returns the number of voxels. */
    public int size() {
        return points * points * points;
    }

    /** Returns the distance of two voxels, Å. */
    public double spacing() {
        return edge / points;
    }

    /** Returns where along an axis a voxel's centre is, Å. */
    public double centre(double index) {
        return (index + 0.5) * spacing() - edge / 2;
    }

    /** Returns a coordinate of a voxel's centre, Å. */
    double coordinate(int voxel, int axis) {
        int index = axis == 0 ? voxel / (points * points) : axis == 1 ? voxel / points % points : voxel % points;
        return centre(index);
    }

    /** Returns the height of the density of an atom of atomic number 1, Å⁻³. */
    public double height() {
        return Math.pow(2 * Math.PI, -1.5) / (sigma * sigma * sigma);
    }

    /** Returns the density of atoms, in electrons of the nuclear charge per Å³. */
    public double[] density(BoxedCrystal crystal) {
        double[] density = new double[size()];
        for (int atom = 0; atom < crystal.size(); atom++) {
            add(density, crystal.positions(), atom, crystal.atomicNumber(atom));
        }
        return density;
    }

    /**
     * Adds some times the density of an atom of atomic number 1.
     *
     * @param positions x, y, z of each atom, Å
     */
    void add(double[] density, double[] positions, int atom, double charge) {
        double[][] factors = new double[3][];
        int[] from = new int[3];
        for (int k = 0; k < 3; k++) {
            from[k] = first(positions[3 * atom + k], CUTOFF * sigma);
            factors[k] = gaussians(positions[3 * atom + k], from[k]);
        }
        double scale = charge * height();
        for (int x = 0; x < factors[0].length; x++) {
            for (int y = 0; y < factors[1].length; y++) {
                double xy = scale * factors[0][x] * factors[1][y];
                int row = ((from[0] + x) * points + from[1] + y) * points + from[2];
                for (int z = 0; z < factors[2].length; z++) {
                    density[row + z] += xy * factors[2][z];
                }
            }
        }
    }

    private int first(double at, double reach) {
        return Math.min(points, Math.max(0, (int) Math.ceil((at - reach + edge / 2) / spacing() - 0.5)));
    }

    private int last(double at, double reach) {
        return Math.min(points - 1, (int) Math.floor((at + reach + edge / 2) / spacing() - 0.5));
    }

    private double[] gaussians(double at, int from) {
        double[] values = new double[Math.max(0, last(at, CUTOFF * sigma) - from + 1)];
        for (int k = 0; k < values.length; k++) {
            double d = centre(from + k) - at;
            values[k] = Math.exp(-d * d / (2 * sigma * sigma));
        }
        return values;
    }

    /** Returns the atomic number of the nearest atom within the radius for each voxel, or {@link #NONE}. */
    public int[] species(BoxedCrystal crystal) {
        int[] species = new int[size()];
        double[] nearest = new double[size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int atom = 0; atom < crystal.size(); atom++) {
            int number = crystal.atomicNumber(atom);
            visit(crystal.positions(), atom, (voxel, square) -> {
                if (square < nearest[voxel]) {
                    nearest[voxel] = square;
                    species[voxel] = number;
                }
            });
        }
        return species;
    }

    /** Told of voxels near a point. */
    @FunctionalInterface
    interface Visitor {
        void at(int voxel, double squaredDistance);
    }

    /** Visits the voxels within the radius of a peak. */
    public void forEachNear(Peak peak, IntConsumer visitor) {
        visit(new double[] {peak.x(), peak.y(), peak.z()}, 0, (voxel, square) -> visitor.accept(voxel));
    }

    /** Visits the voxels within the radius of an atom. */
    void visit(double[] positions, int atom, Visitor visitor) {
        double[] p = Arrays.copyOfRange(positions, 3 * atom, 3 * atom + 3);
        for (int x = first(p[0], radius); x <= last(p[0], radius); x++) {
            double xx = (centre(x) - p[0]) * (centre(x) - p[0]);
            for (int y = first(p[1], radius); y <= last(p[1], radius); y++) {
                double xy = xx + (centre(y) - p[1]) * (centre(y) - p[1]);
                for (int z = first(p[2], radius); z <= last(p[2], radius); z++) {
                    double square = xy + (centre(z) - p[2]) * (centre(z) - p[2]);
                    if (square <= radius * radius) {
                        visitor.at((x * points + y) * points + z, square);
                    }
                }
            }
        }
    }
}
