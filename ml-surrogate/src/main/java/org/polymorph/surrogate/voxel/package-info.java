/** Crystals as numbers on a grid in a box, and back: densities, species and the peaks that are sites. */
@NullMarked
package org.polymorph.surrogate.voxel;

import org.jspecify.annotations.NullMarked;
