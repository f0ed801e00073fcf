/** Reads what Fortran programs print. */
@NullMarked
package org.polymorph.dft.output;

import org.jspecify.annotations.NullMarked;
