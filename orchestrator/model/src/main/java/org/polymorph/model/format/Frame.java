package org.polymorph.model.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/**
 * One structure of a file, with what the file says about it.
 *
 * @param evaluation energy, forces and stress; empty unless the file has all three
 * @param info the other keys and values of the file in their order, such as those of an extxyz comment line
 */
public record Frame(Structure structure, Optional<Evaluation> evaluation, Map<String, String> info) {
    public Frame {
        evaluation.ifPresent(e -> {
            if (e.size() != structure.size()) {
                throw new IllegalArgumentException(
                        "forces of " + e.size() + " atoms do not fit a structure of " + structure.size());
            }
        });
        info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
    }

    /** Makes a frame of a structure alone. */
    public Frame(Structure structure) {
        this(structure, Optional.empty(), Map.of());
    }
}
