package org.polymorph.surrogate.ace;

import java.util.List;
import java.util.function.Function;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The invariants of an atom's surroundings as input of other models: the same list for every centre element, without the
 * constant one. Immutable and thread-safe; {@link AtomScan}s are the scratch space.
 */
public final class AtomicInvariants {
    /** An energy above the lowest label, eV/atom, from which on labels count less; of a virial likewise. */
    public static final double ENERGY_WINDOW = 1;

    /** A force, eV/Å, from which on its label counts less. */
    public static final double FORCE_WINDOW = 5;

    private final AceBasis basis;
    private final Jacobian jacobian;
    private final MemberAdjoints adjoints;
    private final Function<Structure, double[]> pooled;

    /**
     * Which invariants.
     *
     * @param cutoff radius of an atom's environment, Å
     * @param bodyOrder highest number of atoms in one invariant, the centre included: 2 to 5
     * @param features about how many there are
     * @param radial number of radial functions
     * @param angular highest l
     * @param decay λ of the radial transform exp(−λ r/cutoff)
     */
    public record Shape(double cutoff, int bodyOrder, int features, int radial, int angular, double decay) {
        // the rest is of a model; what labels weigh goes by the two windows
        AceSettings settings() {
            return new AceSettings(
                    cutoff, bodyOrder, features, radial, angular, decay, 2, 1, 1, 1, ENERGY_WINDOW, FORCE_WINDOW, 0);
        }
    }

    /**
     * Makes the invariants for elements in the order of atomic number.
     *
     * @param members how many functions of them are to be differentiated at once
     */
    public AtomicInvariants(Shape shape, List<Element> elements, int members) {
        this.basis = new AceBasis(shape.settings(), elements);
        this.jacobian = new Jacobian(basis);
        this.adjoints = new MemberAdjoints(basis, jacobian, members);
        this.pooled = PooledInvariants.shared(basis);
    }

    AceBasis basis() {
        return basis;
    }

    Jacobian jacobian() {
        return jacobian;
    }

    MemberAdjoints adjoints() {
        return adjoints;
    }

    public List<Element> elements() {
        return basis.elements();
    }

    public double cutoff() {
        return basis.settings().cutoff();
    }

    /** Returns the number of invariants of an atom. */
    public int size() {
        return jacobian.size();
    }

    /**
     * Returns the elements of a structure's atoms by their numbers.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    public int[] species(Structure structure) {
        int[] species = new int[structure.size()];
        for (int i = 0; i < species.length; i++) {
            species[i] = basis.indexOf(structure.species(i));
        }
        return species;
    }

    /** Returns the mean over the atoms of each invariant, a constant one before them, for each centre element. */
    public double[] pooled(Structure structure) {
        return pooled.apply(structure);
    }

    /** Returns mean and standard deviation over labels of what {@link #pooled} gives; a deviation of 0 where it is constant. */
    public double[][] pooledStatistics(TrainingSet set) {
        double[] mean = new double[basis.size()];
        double[] square = new double[basis.size()];
        int count = set.labels().size();
        for (var label : set.labels()) {
            double[] one = pooled(label.structure());
            for (int f = 0; f < one.length; f++) {
                mean[f] += one[f] / count;
                square[f] += one[f] * one[f] / count;
            }
        }
        for (int f = 0; f < mean.length; f++) {
            double variance = square[f] - mean[f] * mean[f];
            square[f] = variance > 1e-12 * square[f] ? Math.sqrt(variance) : 0;
        }
        return new double[][] {mean, square};
    }

    /** Makes scratch space. */
    public AtomScan scan() {
        return new AtomScan(this);
    }
}
