/**
 * The surrogate {@code acenet}: the linear cluster expansion and, on its invariants, small networks that learn what it
 * misses.
 */
@NullMarked
package org.polymorph.surrogate.acenet;

import org.jspecify.annotations.NullMarked;
