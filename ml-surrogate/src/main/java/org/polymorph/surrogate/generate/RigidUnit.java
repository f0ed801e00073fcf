package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Element;

/**
 * What is put on a Wyckoff position as a whole: an atom, or a molecule that keeps its shape. Immutable.
 *
 * @param name for messages: the element, or the file
 * @param offsets of the atoms from their centre, N×3, Å
 * @param fixed whether it keeps the orientation of its file
 * @param axes directions of its own rotation axes and normals of its own mirror planes
 */
record RigidUnit(String name, List<Element> elements, double[] offsets, boolean fixed, List<double[]> axes) {
    /** How far an atom may miss its image under a symmetry of the molecule, Å. */
    private static final double SAME = 0.05;

    RigidUnit {
        elements = List.copyOf(elements);
        offsets = offsets.clone();
        axes = List.copyOf(axes);
    }

    @Override
    public double[] offsets() {
        return offsets.clone();
    }

    static RigidUnit of(Element atom) {
        return new RigidUnit(atom.symbol(), List.of(atom), new double[3], false, List.of());
    }

    /** Makes a molecule of positions, whose mean becomes its centre. */
    static RigidUnit ofMolecule(String name, List<Element> elements, double[] positions, boolean fixed) {
        double[] offsets = positions.clone();
        for (int k = 0; k < 3; k++) {
            double mean = 0;
            for (int i = k; i < positions.length; i += 3) {
                mean += positions[i] / elements.size();
            }
            for (int i = k; i < positions.length; i += 3) {
                offsets[i] -= mean;
            }
        }
        RigidUnit bare = new RigidUnit(name, elements, offsets, fixed, List.of());
        return new RigidUnit(
                name,
                elements,
                offsets,
                fixed,
                bare.directions().stream().filter(bare::isAxis).toList());
    }

    int size() {
        return elements.size();
    }

    boolean isAtom() {
        return size() == 1;
    }

    /** Returns the offsets turned by a 3×3 matrix that acts on columns. */
    double[] turned(double[] rotation) {
        double[] turned = new double[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            int at = i / 3 * 3;
            int row = i % 3 * 3;
            turned[i] = rotation[row] * offsets[at]
                    + rotation[row + 1] * offsets[at + 1]
                    + rotation[row + 2] * offsets[at + 2];
        }
        return turned;
    }

    /** Returns whether an operation about the centre maps these offsets of the atoms on each other. */
    boolean isKept(double[] positions, double[] operation) {
        for (int i = 0; i < size(); i++) {
            double[] image = new double[3];
            for (int k = 0; k < 9; k++) {
                image[k / 3] += operation[k] * positions[3 * i + k % 3];
            }
            boolean found = false;
            for (int j = 0; j < size() && !found; j++) {
                double square = 0;
                for (int k = 0; k < 3; k++) {
                    double difference = image[k] - positions[3 * j + k];
                    square += difference * difference;
                }
                found = elements.get(j) == elements.get(i) && square < SAME * SAME;
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    // a rotation by a half, a third or a quarter of a turn about a direction, or a reflection across it
    private boolean isAxis(double[] direction) {
        for (int fold : new int[] {-2, 2, 3, 4}) {
            if (isKept(offsets, UnitOrientation.rotation(direction, fold))) {
                return true;
            }
        }
        return false;
    }

    // where an axis or a normal can be: from the centre to an atom, between two, to their middle, across two or three
    private List<double[]> directions() {
        List<double[]> directions = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            double[] a = offset(i);
            add(a, directions);
            for (int j = 0; j < i; j++) {
                double[] b = offset(j);
                add(UnitOrientation.cross(a, b), directions);
                if (elements.get(i) == elements.get(j)) {
                    add(new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]}, directions);
                    add(new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]}, directions);
                }
                for (int k = 0;
                        k < j && elements.get(k) == elements.get(i) && elements.get(j) == elements.get(i);
                        k++) {
                    double[] c = offset(k);
                    double[] ab = {b[0] - a[0], b[1] - a[1], b[2] - a[2]};
                    double[] ac = {c[0] - a[0], c[1] - a[1], c[2] - a[2]};
                    add(UnitOrientation.cross(ab, ac), directions);
                }
            }
        }
        return directions;
    }

    private double[] offset(int atom) {
        return new double[] {offsets[3 * atom], offsets[3 * atom + 1], offsets[3 * atom + 2]};
    }

    private static void add(double[] vector, List<double[]> directions) {
        double length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
        if (length < SAME) {
            return;
        }
        double[] unit = {vector[0] / length, vector[1] / length, vector[2] / length};
        for (double[] other : directions) {
            double dot = unit[0] * other[0] + unit[1] * other[1] + unit[2] * other[2];
            if (Math.abs(dot) > 1 - 1e-4) {
                return;
            }
        }
        directions.add(unit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RigidUnit that
                && elements.equals(that.elements)
                && fixed == that.fixed
                && Arrays.equals(offsets, that.offsets);
    }

    @Override
    public int hashCode() {
        return 31 * elements.hashCode() + Arrays.hashCode(offsets);
    }

    @Override
    public String toString() {
        return name;
    }
}
