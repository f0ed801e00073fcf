package org.polymorph.surrogate.ace;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * The invariants of an atom's surroundings as input of other models: the same for every centre element, without the
 * constant one. Immutable and thread-safe; {@link AtomScan}s are the scratch space.
 */
public final class AtomicInvariants {
    private final AceBasis basis;
    private final Jacobian jacobian;

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
        AceSettings settings() {
            return new AceSettings(cutoff, bodyOrder, features, radial, angular, decay, 2, 1, 1, 1, 1, 1, 0);
        }
    }

    /** Makes the invariants for elements in the order of atomic number. */
    public AtomicInvariants(Shape shape, List<Element> elements) {
        this.basis = new AceBasis(shape.settings(), elements);
        this.jacobian = new Jacobian(basis);
    }

    AceBasis basis() {
        return basis;
    }

    Jacobian jacobian() {
        return jacobian;
    }

    public List<Element> elements() {
        return basis.elements();
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

    /** Lists the neighbours that the invariants see. */
    public NeighborList neighbors(Structure structure) {
        return NeighborList.of(structure, basis.settings().cutoff());
    }

    /** Makes scratch space. */
    public AtomScan scan() {
        return new AtomScan(this);
    }
}
