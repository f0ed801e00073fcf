/** Moves atoms by Newton's equations on a surrogate's surface. */
@NullMarked
package org.polymorph.surrogate.dynamics;

import org.jspecify.annotations.NullMarked;
