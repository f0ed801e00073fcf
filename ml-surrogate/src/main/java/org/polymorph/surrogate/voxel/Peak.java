package org.polymorph.surrogate.voxel;

/**
 * A place of a density where an atom is.
 *
 * @param x Å from the centre of the box
 * @param y Å
 * @param z Å
 * @param charge atomic number that its height stands for
 */
public record Peak(double x, double y, double z, double charge) {}
