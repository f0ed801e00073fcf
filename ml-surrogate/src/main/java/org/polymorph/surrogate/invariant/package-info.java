/**
 * Isometry invariants of crystals: numbers that depend on the crystal alone, not on the cell, the origin, the orientation or
 * the order of the atoms that a file happens to use, and that change continuously with the positions of the atoms.
 */
@NullMarked
package org.polymorph.surrogate.invariant;

import org.jspecify.annotations.NullMarked;
