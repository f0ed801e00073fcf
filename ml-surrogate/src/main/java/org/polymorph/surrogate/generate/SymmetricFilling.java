package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.symmetry.SymmetryOperation;
import org.polymorph.model.symmetry.WyckoffPosition;

/**
 * Puts atoms and molecules on Wyckoff positions of one cell, one orbit after the other. As the group maps each point of an orbit
 * on each other, distances from the first point alone tell those of all. Not thread-safe.
 */
final class SymmetricFilling {
    private static final int PLACES = 40;

    private final GroupPositions group;
    private final SymmetricCell cell;
    private final Lattice conventional;
    private final Lattice lattice;
    private final double volume;
    private final List<RigidUnit> units;
    private final PairLimits distances;
    private final PeriodicImages images;
    private final List<Element> species = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();

    /**
     * Makes an empty cell.
     *
     * @param volume that the atoms of the conventional cell take, Å³
     */
    SymmetricFilling(
            GroupPositions group,
            SymmetricCell cell,
            Lattice conventional,
            double volume,
            List<RigidUnit> units,
            PairLimits distances) {
        this.group = group;
        this.cell = cell;
        this.conventional = conventional;
        this.lattice = group.primitive(conventional);
        this.volume = volume;
        this.units = units;
        this.distances = distances;
        this.images = new PeriodicImages(lattice);
    }

    /** Places all orbits; empty, with the reason counted, if one found no room. */
    Optional<Structure> fill(List<WyckoffCombinations.Orbit> orbits, SplittableRandom random, Attempts attempts) {
        List<WyckoffCombinations.Orbit> ordered = new ArrayList<>(orbits);
        // what has least freedom first
        ordered.sort(Comparator.comparingInt((WyckoffCombinations.Orbit orbit) ->
                        group.positions().get(orbit.position()).freedom())
                .thenComparing(orbit -> -group.points(orbit.position()).length));
        for (WyckoffCombinations.Orbit orbit : ordered) {
            if (!place(orbit, random)) {
                attempts.failed("no room for " + units.get(orbit.unit()) + " at "
                        + group.positions().get(orbit.position()).name() + " of "
                        + group.setting().shortSymbol());
                return Optional.empty();
            }
        }
        return Optional.of(structure());
    }

    private boolean place(WyckoffCombinations.Orbit orbit, SplittableRandom random) {
        WyckoffPosition position = group.positions().get(orbit.position());
        RigidUnit unit = units.get(orbit.unit());
        int places = position.freedom() == 0 && unit.isAtom() ? 1 : PLACES;
        for (int tried = 0; tried < places; tried++) {
            double[] free = cell.point(random, conventional, volume);
            if (!cell.holds(position.coordinates().at(free[0], free[1], free[2]), conventional, volume)) {
                continue;
            }
            Optional<double[]> offsets = unit.isAtom()
                    ? Optional.of(unit.offsets())
                    : new UnitOrientation(unit, site(position, conventional), random).offsets();
            if (offsets.isEmpty()) {
                continue;
            }
            List<double[]> added = orbit(orbit.position(), free, lattice.toFractional(offsets.get()));
            if (isFree(unit, added)) {
                points.addAll(added);
                for (int copy = 0; copy < added.size() / unit.size(); copy++) {
                    species.addAll(unit.elements());
                }
                return true;
            }
        }
        return false;
    }

    /** Returns the operations of a site as Cartesian matrices on columns. */
    static List<double[]> site(WyckoffPosition position, Lattice conventional) {
        List<double[]> site = new ArrayList<>();
        for (SymmetryOperation operation : position.stabilizer()) {
            site.add(cartesian(operation.rotation(), conventional));
        }
        return site;
    }

    // rows of a lattice are its vectors: a column of Cartesian numbers is Aᵀ·x
    private static double[] cartesian(int[] w, Lattice conventional) {
        double[] inverse = conventional.inverseArray();
        double[] turned = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 9; k++) {
                    turned[3 * i + j] += conventional.get(k / 3, i) * w[k] * inverse[3 * j + k % 3];
                }
            }
        }
        return turned;
    }

    // the atoms of all copies, those of the first first
    private List<double[]> orbit(int position, double[] free, double[] offsets) {
        double[][] maps = group.points(position);
        double[][] rotations = group.rotations(position);
        List<double[]> orbit = new ArrayList<>();
        for (int copy = 0; copy < maps.length; copy++) {
            double[] centre = GroupPositions.apply(maps[copy], free);
            for (int atom = 0; atom < offsets.length; atom += 3) {
                double[] point = centre.clone();
                for (int k = 0; k < 9; k++) {
                    point[k / 3] += rotations[copy][k] * offsets[atom + k % 3];
                }
                orbit.add(point);
            }
        }
        return orbit;
    }

    private boolean isFree(RigidUnit unit, List<double[]> added) {
        int n = unit.size();
        for (int a = 0; a < n; a++) {
            Element element = unit.elements().get(a);
            double[] from = added.get(a);
            for (int b = 0; b < added.size(); b++) {
                double limit = distances.between(element, unit.elements().get(b % n));
                double[] to = added.get(b);
                double distance = b < n
                        ? images.nearestOther(to[0] - from[0], to[1] - from[1], to[2] - from[2], limit)
                        : images.nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2], limit, false);
                if (distance < limit) {
                    return false;
                }
            }
            for (int j = 0; j < points.size(); j++) {
                double limit = distances.between(element, species.get(j));
                double[] to = points.get(j);
                if (images.nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2], limit, false) < limit) {
                    return false;
                }
            }
        }
        return true;
    }

    // elements in the order of atomic number, as compositions have them; molecules keep together
    private Structure structure() {
        double[] move = cell.centring(group);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < species.size(); i++) {
            order.add(i);
        }
        if (units.stream().allMatch(RigidUnit::isAtom)) {
            order.sort(Comparator.comparing(species::get));
        }
        List<Element> elements = new ArrayList<>();
        double[] fractional = new double[3 * species.size()];
        for (int at = 0; at < order.size(); at++) {
            elements.add(species.get(order.get(at)));
            for (int k = 0; k < 3; k++) {
                fractional[3 * at + k] = points.get(order.get(at))[k] + move[k];
            }
        }
        return Structure.of(lattice, elements, fractional).wrapped();
    }
}
