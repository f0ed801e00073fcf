package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Makes the idealised cells of a crystal whose symmetry is known, oriented as spglib's standardize_cell has them. */
final class StandardCell {
    private static final double SAME = 1e-4;

    private StandardCell() {}

    /** Returns the lattice of a conventional cell by the products of its axes, Å². */
    static Lattice lattice(SpaceGroupSetting setting, double[] metric) {
        double a = Math.sqrt(metric[0]);
        double b = Math.sqrt(metric[4]);
        double c = Math.sqrt(metric[8]);
        boolean otherAxes =
                setting.choice().matches("[ac].*|R") && setting.crystalSystem() != CrystalSystem.ORTHORHOMBIC;
        if (otherAxes) {
            return triclinic(metric);
        }
        return switch (setting.crystalSystem()) {
            case TRICLINIC -> triclinic(metric);
            case MONOCLINIC -> {
                double cosine = metric[2] / (a * c);
                yield Lattice.of(a, 0, 0, 0, b, 0, c * cosine, 0, c * Math.sqrt(1 - cosine * cosine));
            }
            case TRIGONAL, HEXAGONAL -> {
                double mean = (a + b) / 2;
                yield Lattice.of(mean, 0, 0, -mean / 2, mean * Math.sqrt(3) / 2, 0, 0, 0, c);
            }
            case TETRAGONAL -> Lattice.of((a + b) / 2, 0, 0, 0, (a + b) / 2, 0, 0, 0, c);
            case CUBIC -> Lattice.cubic((a + b + c) / 3);
            case ORTHORHOMBIC -> Lattice.of(a, 0, 0, 0, b, 0, 0, 0, c);
        };
    }

    private static Lattice triclinic(double[] metric) {
        double a = Math.sqrt(metric[0]);
        double bx = metric[1] / a;
        double by = Math.sqrt(metric[4] - bx * bx);
        double cx = metric[2] / a;
        double cy = (metric[5] - bx * cx) / by;
        return Lattice.of(a, 0, 0, bx, by, 0, cx, cy, Math.sqrt(metric[8] - cx * cx - cy * cy));
    }

    /** Returns the conventional cell: each atom of the primitive cell, and its copies by the centring. */
    static Structure conventional(
            SpaceGroupSetting setting, Lattice lattice, List<Element> elements, double[] positions) {
        double[][] centrings = GroupTable.of(setting).centrings();
        List<Element> species = new ArrayList<>();
        double[] fractional = new double[positions.length * centrings.length];
        int at = 0;
        for (int i = 0; i < elements.size(); i++) {
            for (double[] centring : centrings) {
                species.add(elements.get(i));
                for (int k = 0; k < 3; k++) {
                    fractional[at++] = wrapped(positions[3 * i + k] + centring[k]);
                }
            }
        }
        return Structure.of(lattice, species, fractional);
    }

    /** Returns the primitive cell in the axes that spglib chooses for each centring. */
    static Structure primitive(
            SpaceGroupSetting setting, Lattice conventional, List<Element> elements, double[] positions) {
        double third = 1 / 3.0;
        double[] rows =
                switch (setting.lattice()) {
                    case 'A' -> new double[] {1, 0, 0, 0, 0.5, 0.5, 0, -0.5, 0.5};
                    case 'C' -> new double[] {0.5, -0.5, 0, 0.5, 0.5, 0, 0, 0, 1};
                    case 'B' -> new double[] {0.5, 0, -0.5, 0, 1, 0, 0.5, 0, 0.5};
                    case 'I' -> new double[] {-0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5};
                    case 'F' -> new double[] {0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0};
                    case 'R' ->
                        setting.choice().equals("R")
                                ? Matrix3.doubles(RotationCode.IDENTITY)
                                : new double[] {2 * third, third, third, -third, third, third, -third, -2 * third, third
                                };
                    default -> Matrix3.doubles(RotationCode.IDENTITY);
                };
        Lattice lattice = Lattice.of(Matrix3.product(rows, conventional.toArray()));
        // columns: x = (rowsᵀ)⁻¹ · x(conventional)
        double[] change = Matrix3.inverse(Matrix3.transposed(rows));
        double[] fractional = new double[positions.length];
        for (int i = 0; i < positions.length; i += 3) {
            double[] point = Matrix3.times(change, new double[] {positions[i], positions[i + 1], positions[i + 2]});
            for (int k = 0; k < 3; k++) {
                fractional[i + k] = wrapped(point[k]);
            }
        }
        return Structure.of(lattice, elements, fractional);
    }

    // into [0, 1), what rounding left of a whole number or a simple fraction taken off
    private static double wrapped(double x) {
        double part = Math.rint(x * 24) / 24;
        double clean = Math.abs(x - part) < SAME * 1e-6 ? part : x;
        double inside = clean - Math.floor(clean);
        return inside >= 1 ? 0 : inside;
    }
}
