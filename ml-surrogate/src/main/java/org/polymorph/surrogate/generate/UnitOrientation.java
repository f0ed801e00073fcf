package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Turns a molecule so that the symmetry of its site maps it on itself. On a site without symmetry any direction will do; elsewhere
 * its own axes are laid along those of the site, what is left free is drawn, and the outcome is checked. Not thread-safe.
 */
final class UnitOrientation {
    private static final double PARALLEL = 1e-4;
    private static final double[] UNTURNED = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private final RigidUnit unit;
    private final List<double[]> site;
    private final SplittableRandom random;

    /**
     * Prepares to turn.
     *
     * @param site the operations of the site as Cartesian 3×3 matrices on columns
     */
    UnitOrientation(RigidUnit unit, List<double[]> site, SplittableRandom random) {
        this.unit = unit;
        this.site = site;
        this.random = random;
    }

    /** Returns the offsets of the atoms from the site, Å; empty if the molecule cannot have this site symmetry. */
    Optional<double[]> offsets() {
        if (unit.fixed()) {
            return kept(unit.offsets());
        }
        List<double[]> axes = new ArrayList<>();
        for (double[] operation : site) {
            axis(operation).ifPresent(axis -> {
                if (axes.stream().noneMatch(other -> Math.abs(dot(other, axis)) > 1 - PARALLEL)) {
                    axes.add(axis);
                }
            });
        }
        if (axes.isEmpty()) {
            return kept(unit.turned(anyRotation()));
        }
        // a molecule may also lie with its axis across one of the site, or in a plane
        List<double[]> targets = new ArrayList<>(shuffled(axes));
        targets.add(across(axes.get(0)));
        for (double[] first : shuffled(unit.axes())) {
            List<double[]> seconds = new ArrayList<>(shuffled(unit.axes()));
            seconds.add(across(first));
            for (double[] target : targets) {
                List<double[]> others = new ArrayList<>(axes);
                others.add(across(target));
                for (double[] second : seconds) {
                    for (double[] other : others) {
                        Optional<double[]> found = aligned(first, second, target, other);
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<double[]> shuffled(List<double[]> list) {
        List<double[]> left = new ArrayList<>(list);
        List<double[]> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(random.nextInt(left.size())));
        }
        return shuffled;
    }

    private Optional<double[]> aligned(double[] first, double[] second, double[] target, double[] other) {
        double sign = random.nextBoolean() ? 1 : -1;
        double[] along = {sign * first[0], sign * first[1], sign * first[2]};
        Optional<double[]> from = frame(along, second);
        Optional<double[]> to = frame(target, other);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        // columns of a frame are its axes: the rotation is to · fromᵀ
        double[] rotation = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    rotation[3 * i + j] += to.get()[3 * i + k] * from.get()[3 * j + k];
                }
            }
        }
        return kept(unit.turned(rotation));
    }

    private Optional<double[]> kept(double[] offsets) {
        return site.stream().allMatch(operation -> unit.isKept(offsets, operation))
                ? Optional.of(offsets)
                : Optional.empty();
    }

    // an orthonormal frame of two directions; empty if they are parallel
    private static Optional<double[]> frame(double[] first, double[] second) {
        double[] third = cross(first, second);
        double length = Math.sqrt(dot(third, third));
        if (length < PARALLEL) {
            return Optional.empty();
        }
        for (int k = 0; k < 3; k++) {
            third[k] /= length;
        }
        double[] middle = cross(third, first);
        return Optional.of(new double[] {
            first[0], middle[0], third[0], first[1], middle[1], third[1], first[2], middle[2], third[2]
        });
    }

    private double[] across(double[] axis) {
        while (true) {
            double[] drawn = anyDirection();
            double[] cross = cross(axis, drawn);
            double length = Math.sqrt(dot(cross, cross));
            if (length > 0.1) {
                return new double[] {cross[0] / length, cross[1] / length, cross[2] / length};
            }
        }
    }

    private double[] anyDirection() {
        double z = 2 * random.nextDouble() - 1;
        double phi = 2 * Math.PI * random.nextDouble();
        double flat = Math.sqrt(1 - z * z);
        return new double[] {flat * StrictMath.cos(phi), flat * StrictMath.sin(phi), z};
    }

    private double[] anyRotation() {
        double[] first = anyDirection();
        return frame(first, across(first)).orElse(UNTURNED);
    }

    // of a rotation its axis, of a reflection the normal of its plane; empty for the identity and the inversion
    private static Optional<double[]> axis(double[] operation) {
        double determinant = operation[0] * (operation[4] * operation[8] - operation[5] * operation[7])
                - operation[1] * (operation[3] * operation[8] - operation[5] * operation[6])
                + operation[2] * (operation[3] * operation[7] - operation[4] * operation[6]);
        double[] m = new double[9];
        for (int i = 0; i < 9; i++) {
            m[i] = Math.signum(determinant) * operation[i] - (i % 4 == 0 ? 1 : 0);
        }
        double[] best = new double[3];
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            double[] cross = cross(
                    new double[] {m[3 * i], m[3 * i + 1], m[3 * i + 2]},
                    new double[] {m[3 * j], m[3 * j + 1], m[3 * j + 2]});
            best = dot(cross, cross) > dot(best, best) ? cross : best;
        }
        double length = Math.sqrt(dot(best, best));
        return length < 1e-6
                ? Optional.empty()
                : Optional.of(new double[] {best[0] / length, best[1] / length, best[2] / length});
    }

    /** Returns the rotation by a part of a turn about a direction; of fold −2 the reflection across it. */
    static double[] rotation(double[] axis, int fold) {
        double angle = 2 * Math.PI / Math.abs(fold);
        double sine = StrictMath.sin(angle);
        double cosine = StrictMath.cos(angle);
        double[] skew = {0, -axis[2], axis[1], axis[2], 0, -axis[0], -axis[1], axis[0], 0};
        double[] rotation = new double[9];
        for (int i = 0; i < 9; i++) {
            double dyad = axis[i / 3] * axis[i % 3];
            rotation[i] = (i % 4 == 0 ? cosine : 0) + (1 - cosine) * dyad + sine * skew[i];
            rotation[i] *= Integer.signum(fold);
        }
        return rotation;
    }

    static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
