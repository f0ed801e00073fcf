package org.polymorph.engine.store;

/**
 * A cluster of one round.
 *
 * @param id stable from round to round
 * @param candidate its lowest member
 * @param enthalpy of that member per atom, eV
 */
public record ClusterRow(int rank, String id, String candidate, double enthalpy, int size) {}
