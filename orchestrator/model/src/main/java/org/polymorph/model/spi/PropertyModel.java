package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.Map;
import org.polymorph.model.crystal.Structure;

/** A fitted model of one property of crystals. Thread-safe. */
public interface PropertyModel {

    /** Returns the name of the property. */
    String property();

    /**
     * Estimates the property; the result does not depend on the order of atoms, on rotation, or on the choice of cell.
     *
     * @throws IllegalArgumentException if the structure has another composition, or an element that the model was not trained
     *     on, or two atoms at one place
     */
    PropertyEstimate predict(Structure structure);

    /** Returns the mean of the labels that the model was trained on: what it has to do better than. */
    double labelMean();

    /** Returns facts for people and logs: number of labels, errors, hyper-parameters; in display order. */
    Map<String, String> summary();

    /** Writes the model to one file, beside first and then renamed. */
    void save(Path file);
}
