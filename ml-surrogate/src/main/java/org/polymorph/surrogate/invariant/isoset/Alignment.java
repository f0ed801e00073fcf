package org.polymorph.surrogate.invariant.isoset;

/** How far two clusters are from each other, in Å, once the first one is turned so. */
record Alignment(double distance, Orthogonal rotation) {}
