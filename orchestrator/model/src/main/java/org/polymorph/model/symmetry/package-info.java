/** Symmetry of crystals: the space groups, their settings and Wyckoff positions, and the symmetry that a structure has. */
@NullMarked
package org.polymorph.model.symmetry;

import org.jspecify.annotations.NullMarked;
