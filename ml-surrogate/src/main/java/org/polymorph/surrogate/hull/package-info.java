/** Which crystals of variable composition are stable against falling apart into others. */
@NullMarked
package org.polymorph.surrogate.hull;

import org.jspecify.annotations.NullMarked;
