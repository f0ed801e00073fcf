/** The density functions of a crystal, from the exact shapes of its Brillouin zones. */
@NullMarked
package org.polymorph.surrogate.invariant.density;

import org.jspecify.annotations.NullMarked;
