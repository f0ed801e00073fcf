package org.polymorph.engine.store;

import java.util.Optional;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Structure;

/**
 * A failed attempt at a calculation, and the remedy that led to the next one.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param job token of the job that failed
 * @param failure its kind
 * @param detail what happened, in words
 * @param structure that the next attempt began with; empty where it was the same again
 */
public record Repair(
        String calculation,
        int attempt,
        String job,
        String failure,
        String detail,
        Remedy remedy,
        Optional<Structure> structure) {}
