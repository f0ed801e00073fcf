/** Local relaxation of crystals on any calculator: positions and cell together, stopped by its own uncertainty. */
@NullMarked
package org.polymorph.surrogate.relax;

import org.jspecify.annotations.NullMarked;
