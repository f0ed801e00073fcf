/** Descriptors of crystals that are common in the field beside the isometry invariants: smooth, but not complete. */
@NullMarked
package org.polymorph.surrogate.invariant.field;

import org.jspecify.annotations.NullMarked;
