package org.polymorph.surrogate.network;

/**
 * The sizes of a network.
 *
 * @param species number of elements
 * @param features width of an atom's features
 * @param interactions number of rounds of messages
 * @param radial number of Gaussians of the distance
 * @param cutoff radius of an atom's environment, Å
 */
public record NetworkShape(int species, int features, int interactions, int radial, double cutoff) {}
