package org.polymorph.surrogate.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.symmetry.CoordinateTriplet;
import org.polymorph.model.symmetry.SpaceGroupSetting;
import org.polymorph.model.symmetry.SymmetryOperation;

/**
 * Draws cells that a setting of a space group allows, and the room in them that atoms may take: all of it, a slab across c, or a
 * ball. Settings serve for a slab if no operation leaves its plane, and for a ball if all operations leave the origin where it
 * is. Immutable.
 */
final class SymmetricCell {
    /** A position belongs to the room if it comes this near to its middle, fractional. */
    private static final double NEAR = 0.1;

    private final SpaceGroupSetting setting;
    private final List<SymmetryOperation> operations;
    private final RandomSettings settings;
    // the middle of the slab along c, or of the ball
    private final double[] middle = new double[3];

    SymmetricCell(SpaceGroupSetting setting, RandomSettings settings) {
        this.setting = setting;
        this.operations = setting.operations();
        this.settings = settings;
        if (settings.extent() == Extent.LAYER) {
            for (SymmetryOperation operation : operations) {
                if (operation.rotation()[8] == -1) {
                    middle[2] = operation.translation()[2] / 2;
                }
            }
        }
    }

    /** Returns whether the setting has the operations that such structures can have. */
    static boolean serves(SpaceGroupSetting setting, Extent extent) {
        List<SymmetryOperation> operations = setting.operations();
        return switch (extent) {
            case BULK -> true;
            case LAYER -> staysInPlane(operations);
            case CLUSTER ->
                operations.stream().allMatch(operation -> Arrays.equals(operation.translation(), new double[3]));
        };
    }

    private static boolean staysInPlane(List<SymmetryOperation> operations) {
        double turned = Double.NaN;
        for (SymmetryOperation operation : operations) {
            int[] w = operation.rotation();
            double along = operation.translation()[2];
            if (w[2] != 0 || w[5] != 0 || w[6] != 0 || w[7] != 0 || (w[8] == 1 && along != 0)) {
                return false;
            }
            if (w[8] == -1) {
                if (!Double.isNaN(turned) && turned != along) {
                    return false;
                }
                turned = along;
            }
        }
        return true;
    }

    /** Returns for a position given by its coordinates whether it can lie in the room. */
    boolean reaches(CoordinateTriplet coordinates) {
        double[] point = coordinates.at(middle[0] + 0.011, middle[1] + 0.017, middle[2] + 0.023);
        boolean near = true;
        for (int k = settings.extent() == Extent.LAYER ? 2 : 0; k < 3; k++) {
            double difference = point[k] - middle[k];
            near &= Math.abs(difference - Math.rint(difference)) < NEAR;
        }
        return settings.extent() == Extent.BULK || near;
    }

    /**
     * Draws a conventional lattice; empty if the angles drawn are those of no cell.
     *
     * @param volume that the atoms of a conventional cell take, Å³
     */
    Optional<Lattice> draw(SplittableRandom random, double volume) {
        return switch (settings.extent()) {
            case BULK -> bulk(random, volume);
            case LAYER -> Optional.of(layer(random, volume / settings.thickness()));
            case CLUSTER -> Optional.of(cluster(volume));
        };
    }

    private Optional<Lattice> bulk(SplittableRandom random, double volume) {
        double[] p = CellShape.ofSystem(setting.crystalSystem())
                .draw(random, settings.lengthRatio(), settings.minAngle(), settings.maxAngle());
        return CellShape.fit(p[3], p[4], p[5])
                ? Optional.of(
                        Lattice.ofParameters(p[0], p[1], p[2], p[3], p[4], p[5]).withVolume(volume))
                : Optional.empty();
    }

    private Lattice layer(SplittableRandom random, double area) {
        double a = 1 + (settings.lengthRatio() - 1) * random.nextDouble();
        double b = 1 + (settings.lengthRatio() - 1) * random.nextDouble();
        double gamma = settings.minAngle() + (settings.maxAngle() - settings.minAngle()) * random.nextDouble();
        Lattice obeying = obeying(Lattice.ofParameters(a, b, 1, 90, 90, gamma));
        double height = obeying.length(2);
        double scale = Math.sqrt(area / (obeying.volume() / height));
        double[] rows = obeying.toArray();
        for (int i = 0; i < 6; i++) {
            rows[i] *= scale;
        }
        for (int i = 6; i < 9; i++) {
            rows[i] *= (settings.thickness() + settings.vacuum()) / height;
        }
        return Lattice.of(rows);
    }

    private Lattice cluster(double volume) {
        Lattice box = obeying(Lattice.cubic(1));
        double least = Math.min(box.height(0), Math.min(box.height(1), box.height(2)));
        double scale = (2 * radius(volume) + settings.vacuum()) / least;
        return box.withVolume(box.volume() * scale * scale * scale);
    }

    /** Returns the radius of a ball of some volume. */
    private static double radius(double volume) {
        return Math.cbrt(3 * volume / (4 * Math.PI));
    }

    // the mean of the metric over the group, which obeys it
    private Lattice obeying(Lattice lattice) {
        double[] mean = new double[9];
        for (SymmetryOperation operation : operations) {
            int[] w = operation.rotation();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    for (int k = 0; k < 9; k++) {
                        double product = 0;
                        for (int c = 0; c < 3; c++) {
                            product += lattice.get(k / 3, c) * lattice.get(k % 3, c);
                        }
                        mean[3 * i + j] += w[3 * (k / 3) + i] * product * w[3 * (k % 3) + j] / operations.size();
                    }
                }
            }
        }
        double a = Math.sqrt(mean[0]);
        double b = Math.sqrt(mean[4]);
        double c = Math.sqrt(mean[8]);
        return Lattice.ofParameters(
                a, b, c, degrees(mean[5] / (b * c)), degrees(mean[2] / (a * c)), degrees(mean[1] / (a * b)));
    }

    // exact where the cosine is that of an angle that crystals have
    private static double degrees(double cosine) {
        double degrees = Math.toDegrees(Math.acos(cosine));
        double whole = Math.rint(degrees);
        return Math.abs(degrees - whole) < 1e-9 ? whole : degrees;
    }

    /** Draws a point of the room, in the axes of the conventional lattice. */
    double[] point(SplittableRandom random, Lattice lattice, double volume) {
        double[] point = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
        if (settings.extent() == Extent.LAYER) {
            point[2] = middle[2] + (point[2] - 0.5) * settings.thickness() / lattice.length(2);
        } else if (settings.extent() == Extent.CLUSTER) {
            double radius = radius(volume);
            double[] cartesian = new double[3];
            double square;
            do {
                square = 0;
                for (int k = 0; k < 3; k++) {
                    cartesian[k] = radius * (2 * random.nextDouble() - 1);
                    square += cartesian[k] * cartesian[k];
                }
            } while (square > radius * radius);
            point = lattice.toFractional(cartesian);
        }
        return point;
    }

    /** Returns whether a point lies in the room. */
    boolean holds(double[] point, Lattice lattice, double volume) {
        double[] offset = new double[3];
        for (int k = 0; k < 3; k++) {
            double difference = point[k] - middle[k];
            offset[k] = difference - Math.rint(difference);
        }
        return switch (settings.extent()) {
            case BULK -> true;
            case LAYER -> Math.abs(offset[2]) * lattice.length(2) <= settings.thickness() / 2 + 1e-9;
            case CLUSTER -> {
                double[] r = lattice.toCartesian(offset);
                yield Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) <= radius(volume) + 1e-9;
            }
        };
    }

    /** Returns how far atoms are to be moved so that the room lies in the middle of the cell, in primitive coordinates. */
    double[] centring(GroupPositions group) {
        double[] move = new double[3];
        for (int k = 0; k < 3; k++) {
            boolean bounded = settings.extent() == Extent.CLUSTER || (settings.extent() == Extent.LAYER && k == 2);
            move[k] = bounded ? 0.5 - middle[k] : 0;
        }
        return Lattice.of(group.setting().primitiveVectors()).toFractional(move);
    }
}
