/** Distances among very many crystals by their average minimum distances: all of them, or the small ones through an index. */
@NullMarked
package org.polymorph.surrogate.invariant.search;

import org.jspecify.annotations.NullMarked;
