/** Tells which crystals are the same: the distance of two, the map of their sites, and groups of equal ones. */
@NullMarked
package org.polymorph.surrogate.match;

import org.jspecify.annotations.NullMarked;
