package org.polymorph.surrogate.network;

/**
 * Weights of the squared errors of the energy of a cell (eV²), of a component of a force ((eV/Å)²) and of a component of
 * the stress ((eV/Å³)²).
 */
public record LossWeights(double energy, double force, double stress) {}
