package org.polymorph.surrogate.voxel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the atoms of a density: local maxima are fitted by Gaussians, each where the others are taken away, and what is left
 * over is searched again, so that a light atom on the shoulder of a heavy one is found. Immutable.
 */
public final class PeakFinder {
    private static final int ROUNDS = 4;
    private static final int SWEEPS = 30;
    private static final double SETTLED = 1e-4;

    /** What is left over beside two atoms that were fitted as one is lower than an atom. */
    private static final double LEFT_OVER = 0.25;

    private final VoxelGrid grid;
    private final double least;
    private final double apart;

    /**
     * Makes a finder.
     *
     * @param least charge that a peak must stand for
     * @param apart least distance of two peaks, Å
     */
    public PeakFinder(VoxelGrid grid, double least, double apart) {
        if (!(least > 0) || !(apart >= 0)) {
            throw new IllegalArgumentException(
                    "expected a charge above zero and a distance, found " + least + ", " + apart);
        }
        this.grid = grid;
        this.least = least;
        this.apart = apart;
    }

    /** Returns the peaks, those of the highest charge first. */
    public List<Peak> find(double[] density) {
        if (density.length != grid.size()) {
            throw new IllegalArgumentException(
                    "expected a density of " + grid.size() + " voxels, found " + density.length);
        }
        List<double[]> atoms = new ArrayList<>();
        double[] residual = density.clone();
        double threshold = least;
        for (int round = 0; round < ROUNDS && addMaxima(residual, threshold, atoms); round++) {
            fit(residual, atoms);
            threshold = LEFT_OVER * least;
        }
        return atoms.stream()
                .filter(atom -> atom[3] >= least)
                .map(atom -> new Peak(atom[0], atom[1], atom[2], atom[3]))
                .sorted(Comparator.comparingDouble(Peak::charge).reversed())
                .toList();
    }

    // takes the Gaussian of each maximum away as well; atoms are x, y, z and charge
    private boolean addMaxima(double[] residual, double threshold, List<double[]> atoms) {
        List<double[]> maxima = new ArrayList<>();
        for (int voxel = 0; voxel < residual.length; voxel++) {
            if (residual[voxel] >= threshold * grid.height() && isMaximum(residual, voxel)) {
                maxima.add(atom(residual, voxel));
            }
        }
        maxima.sort(Comparator.comparingDouble((double[] atom) -> atom[3]).reversed());
        int before = atoms.size();
        for (double[] maximum : maxima) {
            if (atoms.stream().allMatch(other -> distance(other, maximum) >= apart)) {
                atoms.add(maximum);
                grid.add(residual, maximum, 0, -maximum[3]);
            }
        }
        return atoms.size() > before;
    }

    private double[] atom(double[] density, int voxel) {
        return new double[] {
            grid.coordinate(voxel, 0),
            grid.coordinate(voxel, 1),
            grid.coordinate(voxel, 2),
            density[voxel] / grid.height()
        };
    }

    private boolean isMaximum(double[] density, int voxel) {
        int n = grid.points();
        int[] at = {voxel / (n * n), voxel / n % n, voxel % n};
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                for (int dz = -1; dz <= 1; dz++) {
                    if (inside(at[0] + dx) && inside(at[1] + dy) && inside(at[2] + dz)) {
                        double other = density[voxel + (dx * n + dy) * n + dz];
                        boolean earlier = (dx * n + dy) * n + dz < 0;
                        if (other > density[voxel] || (earlier && other == density[voxel])) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private boolean inside(int index) {
        return index >= 0 && index < grid.points();
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
    }

    private void fit(double[] residual, List<double[]> atoms) {
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < SWEEPS && moved > SETTLED; sweep++) {
            moved = 0;
            for (double[] atom : atoms) {
                moved = Math.max(moved, improve(residual, atom));
            }
        }
    }

    /**
     * Does one step of Gauss and Newton for an atom; its four parameters hardly depend on each other on a grid finer than the
     * Gaussian.
     *
     * @param residual of all atoms, kept up to date
     * @return how far it moved, Å
     */
    private double improve(double[] residual, double[] atom) {
        double[] step = step(residual, atom);
        grid.add(residual, atom, 0, atom[3]);
        double limit = grid.spacing() / 2;
        double moved = 0;
        for (int k = 0; k < 3; k++) {
            double move = Math.max(-limit, Math.min(limit, step[k]));
            double bound = grid.edge() / 2;
            atom[k] = Math.max(-bound, Math.min(bound, atom[k] + move));
            moved = Math.max(moved, Math.abs(move));
        }
        atom[3] = Math.max(0, atom[3] + step[3]);
        grid.add(residual, atom, 0, -atom[3]);
        return moved;
    }

    private double[] step(double[] residual, double[] atom) {
        double[] slopes = new double[4];
        double[] squares = new double[4];
        double[] d = new double[4];
        double variance = grid.sigma() * grid.sigma();
        grid.visit(atom, 0, (voxel, square) -> {
            double g = grid.height() * Math.exp(-square / (2 * variance));
            for (int k = 0; k < 3; k++) {
                d[k] = atom[3] * g * (grid.coordinate(voxel, k) - atom[k]) / variance;
            }
            d[3] = g;
            for (int k = 0; k < 4; k++) {
                slopes[k] += d[k] * residual[voxel];
                squares[k] += d[k] * d[k];
            }
        });
        Arrays.setAll(slopes, k -> squares[k] > 0 ? slopes[k] / squares[k] : 0);
        return slopes;
    }
}
