/** Structure files: extended XYZ, CIF and POSCAR, read by content and written by suffix. */
@NullMarked
package org.polymorph.model.format;

import org.jspecify.annotations.NullMarked;
