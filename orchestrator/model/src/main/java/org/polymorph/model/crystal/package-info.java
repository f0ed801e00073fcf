/** Crystals as values: elements, lattices, structures, neighbours and the files they are kept in. */
@NullMarked
package org.polymorph.model.crystal;

import org.jspecify.annotations.NullMarked;
