package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.IntegerBasis;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.PrimitiveCell;
import org.polymorph.model.crystal.Structure;

/**
 * The symmetry that a structure has within a tolerance: Grosse-Kunstleve 1999, doi 10.1107/S0108767398010186; Togo, Shinohara
 * and Tanaka 2024, doi 10.1080/27660400.2024.2384822. The tolerance has the meaning of spglib's symprec: the distance that an
 * atom, or the end of a lattice vector, may miss its image by. Where what is within it is no group, it is made smaller step
 * by step until it is. Immutable and thread-safe.
 */
public final class CrystalSymmetry {
    private static final double STRICTER = 0.95;
    /** Down to some thousandth of the tolerance that was asked for. */
    private static final int ATTEMPTS = 140;

    private final Structure structure;
    private final double tolerance;
    private final PrimitiveCell cell;
    private final StructureGroup group;
    private final SettingMatch match;
    private final double[] metric;
    private final int[] orbits;
    private final SiteAssignment sites;

    private CrystalSymmetry(
            Structure structure,
            double tolerance,
            PrimitiveCell cell,
            StructureGroup group,
            SettingMatch match,
            double[] metric) {
        this.structure = structure;
        this.tolerance = tolerance;
        this.cell = cell;
        this.group = group;
        this.match = match;
        this.metric = metric;
        this.orbits = group.orbits();
        this.sites = SiteAssignment.of(cell.structure(), group, match, tolerance);
    }

    /**
     * Finds the symmetry of a structure.
     *
     * @param tolerance Å
     * @throws IllegalArgumentException if the tolerance is not above zero, or two atoms lie nearer to each other than it
     */
    public static CrystalSymmetry of(Structure structure, double tolerance) {
        if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("a tolerance must be above zero, found " + tolerance);
        }
        Structure reduced = structure.niggliReduced();
        requireApart(reduced, tolerance);
        double strict = tolerance;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PrimitiveCell cell = PrimitiveCell.of(reduced, strict);
            CrystalSymmetry found = within(structure, tolerance, cell);
            if (found != null) {
                return found;
            }
            strict = STRICTER * Math.min(strict, cell.tolerance());
        }
        throw new IllegalStateException("no symmetry, not even the identity, was found of " + structure);
    }

    /**
     * Returns the same symmetry in another setting of its space group, such as that of origin 2: Wyckoff positions, standard
     * cells and transformation are those of that setting.
     *
     * @throws IllegalArgumentException if it is a setting of another space group
     */
    public CrystalSymmetry in(SpaceGroupSetting setting) {
        double[] rows = cell.structure().lattice().toArray();
        SettingMatch other = setting.number() == number()
                ? SettingMatch.in(
                        setting, group, metric, rows, structure.lattice().toArray())
                : null;
        if (other == null) {
            throw new IllegalArgumentException("the space group " + number() + " has no setting " + setting);
        }
        return new CrystalSymmetry(structure, tolerance, cell, group, other, metric);
    }

    private static void requireApart(Structure structure, double tolerance) {
        NeighborList pairs = NeighborList.of(structure, tolerance);
        for (int i = 0; i < structure.size(); i++) {
            if (pairs.start(i + 1) > pairs.start(i)) {
                int pair = pairs.start(i);
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "atoms %d (%s) and %d (%s) are %.3g Å apart, nearer to each other than the tolerance of %.3g Å",
                        i + 1,
                        structure.species(i),
                        pairs.neighbor(pair) + 1,
                        structure.species(pairs.neighbor(pair)),
                        pairs.distance(pair),
                        tolerance));
            }
        }
    }

    private static @Nullable CrystalSymmetry within(Structure structure, double tolerance, PrimitiveCell cell) {
        StructureGroup group = StructureGroup.of(cell.structure(), cell.tolerance());
        if (group == null) {
            return null;
        }
        double[] rows = cell.structure().lattice().toArray();
        double[] metric = metric(rows, group);
        SettingMatch match =
                SettingMatch.of(group, metric, rows, structure.lattice().toArray());
        return match == null ? null : new CrystalSymmetry(structure, tolerance, cell, group, match, metric);
    }

    // the mean of Wᵀ·G·W over the group, which obeys it
    private static double[] metric(double[] rows, StructureGroup group) {
        double[] metric = Matrix3.product(rows, Matrix3.transposed(rows));
        double[] mean = new double[9];
        for (int[] rotation : group.rotations()) {
            double[] w = Matrix3.doubles(rotation);
            double[] turned = Matrix3.product(Matrix3.product(Matrix3.transposed(w), metric), w);
            for (int i = 0; i < 9; i++) {
                mean[i] += turned[i] / group.order();
            }
        }
        return mean;
    }

    /** Returns the structure as given. */
    public Structure structure() {
        return structure;
    }

    /** Returns the tolerance asked for, Å. */
    public double tolerance() {
        return tolerance;
    }

    /** Returns the tolerance within which the symmetry was found, Å: smaller where there is no group within the one asked for. */
    public double foundWithin() {
        return cell.tolerance();
    }

    /** Returns the space group in the setting that positions and cells are in: the standard one unless another was asked for. */
    public SpaceGroupSetting setting() {
        return match.table().setting();
    }

    /** Returns the number of the space group, 1 to 230. */
    public int number() {
        return setting().number();
    }

    /** Returns the Wyckoff positions of the atoms, in their order. */
    public List<WyckoffPosition> wyckoffPositions() {
        List<WyckoffPosition> all = new ArrayList<>(structure.size());
        for (int atom : cell.atoms()) {
            all.add(sites.position(atom));
        }
        return List.copyOf(all);
    }

    /** Returns for each atom the first that is equivalent to it by symmetry, counted from 0. */
    public int[] equivalentAtoms() {
        int[] atoms = cell.atoms();
        int[] firstOfOrbit = new int[orbits.length];
        Arrays.fill(firstOfOrbit, -1);
        int[] equivalent = new int[atoms.length];
        for (int i = 0; i < atoms.length; i++) {
            int orbit = orbits[atoms[i]];
            if (firstOfOrbit[orbit] < 0) {
                firstOfOrbit[orbit] = i;
            }
            equivalent[i] = firstOfOrbit[orbit];
        }
        return equivalent;
    }

    /**
     * Returns the operations in the axes of the structure as given, all translations within its cell included. Of a supercell
     * only those that map its lattice on itself.
     */
    public List<SymmetryOperation> operations() {
        // fractional coordinates of the given cell from those of the primitive one
        double[] change = Matrix3.transposed(Matrix3.product(
                cell.structure().lattice().toArray(), structure.lattice().inverseArray()));
        double[] back = Matrix3.inverse(change);
        Set<SymmetryOperation> operations = new LinkedHashSet<>();
        List<double[]> translations = translations(change, back);
        for (int g = 0; g < group.order(); g++) {
            int[] rotation = Matrix3.integers(
                    Matrix3.product(Matrix3.product(change, Matrix3.doubles(group.rotations()[g])), back));
            if (rotation == null) {
                continue;
            }
            double[] moved = Matrix3.times(change, group.translations()[g]);
            for (double[] translation : translations) {
                operations.add(SymmetryOperation.exactly(rotation, new double[] {
                    moved[0] + translation[0], moved[1] + translation[1], moved[2] + translation[2]
                }));
            }
        }
        return List.copyOf(operations);
    }

    // the points of the primitive lattice that differ by more than vectors of the given one, in fractions of the given
    // cell
    private static List<double[]> translations(double[] change, double[] back) {
        long[][] given = new long[3][3];
        for (int i = 0; i < 9; i++) {
            given[i % 3][i / 3] = Math.round(back[i]);
        }
        long[][] basis = IntegerBasis.of(given);
        List<double[]> found = new ArrayList<>();
        for (int a = 0; a < basis[0][0]; a++) {
            for (int b = 0; b < basis[1][1]; b++) {
                for (int c = 0; c < basis[2][2]; c++) {
                    found.add(Matrix3.times(change, new double[] {a, b, c}));
                }
            }
        }
        return found;
    }

    /**
     * Returns the conventional cell of the setting, idealised: lengths, angles and positions obey the group exactly, a
     * lies along x and b in the xy plane (in monoclinic cells b along y, c in the xz plane).
     */
    public Structure conventional() {
        return StandardCell.conventional(setting(), conventionalLattice(), elements(), sites.coordinates());
    }

    /** Returns the primitive cell of the setting, idealised, oriented as the conventional one. */
    public Structure primitive() {
        return StandardCell.primitive(setting(), conventionalLattice(), elements(), sites.coordinates());
    }

    private List<Element> elements() {
        return cell.structure().species();
    }

    private Lattice conventionalLattice() {
        double[] axes = Matrix3.doubles(match.axes());
        return StandardCell.lattice(
                setting(), Matrix3.product(Matrix3.product(Matrix3.transposed(axes), metric), axes));
    }

    /**
     * Returns the matrix P, row-major, with x(standard) = P·x(given) + p on columns of fractional coordinates, as spglib's
     * transformation_matrix.
     */
    public double[] transformation() {
        double[] toPrimitive = Matrix3.transposed(Matrix3.product(
                structure.lattice().toArray(), cell.structure().lattice().inverseArray()));
        return Matrix3.product(Matrix3.inverse(Matrix3.doubles(match.axes())), toPrimitive);
    }

    /** Returns p of {@link #transformation()}, in [0, 1), as spglib's origin_shift. */
    public double[] originShift() {
        double[] shift = sites.origin().clone();
        for (int k = 0; k < 3; k++) {
            shift[k] = -shift[k] - Math.floor(-shift[k] + 1e-9);
        }
        return shift;
    }

    @Override
    public String toString() {
        return "CrystalSymmetry[" + setting().shortSymbol() + " (" + number() + ") of " + structure.composition()
                + " within " + tolerance + " Å]";
    }
}
