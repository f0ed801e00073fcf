package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.Map;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;

/** A fitted surrogate. {@link #evaluate} gives the mean only and is faster than {@link #predict}. Thread-safe. */
public interface SurrogateModel extends Calculator {

    /** Evaluates a structure with uncertainties. */
    Prediction predict(Structure structure);

    /** Evaluates a structure with uncertainties, with the same result; as {@link #evaluate(Structure, NeighborSource)}. */
    default Prediction predict(Structure structure, NeighborSource neighbors) {
        return predict(structure);
    }

    /** Returns the part of the deviations of every {@link #predict prediction} that is the same everywhere. */
    default DeviationFloor deviationFloor() {
        return DeviationFloor.NONE;
    }

    /**
     * Returns by how much the energy of each member of the committee or ensemble differs from the mean, in eV for the whole
     * cell, scaled so that their root mean square is the {@link Prediction#energyStd}; empty where there are no members.
     */
    default double[] memberDeviations(Structure structure) {
        return new double[0];
    }

    /**
     * Returns the pooled representation: one vector for the whole crystal, independent of the order of atoms, of rotation
     * and of the choice of cell; the same length for every structure.
     */
    double[] represent(Structure structure);

    /** Returns facts for people and logs: number of labels, training errors, hyper-parameters; in display order. */
    Map<String, String> summary();

    /** Writes the model to one file, beside first and then renamed. */
    void save(Path file);
}
