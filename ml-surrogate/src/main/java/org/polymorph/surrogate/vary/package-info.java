/** Proposes crystals from those that a search has found: evolutionary operators, and moves on the surrogate's surface. */
@NullMarked
package org.polymorph.surrogate.vary;

import org.jspecify.annotations.NullMarked;
