/** Proposes crystals at random that keep their minimum distances, and moves given ones by a random amount. */
@NullMarked
package org.polymorph.surrogate.generate;

import org.jspecify.annotations.NullMarked;
