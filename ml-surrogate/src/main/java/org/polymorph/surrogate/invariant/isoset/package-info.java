/**
 * Isosets: the surroundings of the atoms of a crystal up to isometry, which, unlike lists of distances, tell all crystals
 * apart and, if asked, mirror images.
 */
@NullMarked
package org.polymorph.surrogate.invariant.isoset;

import org.jspecify.annotations.NullMarked;
