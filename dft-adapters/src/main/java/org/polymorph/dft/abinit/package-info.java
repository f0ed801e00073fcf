/** Calculations with ABINIT. */
@NullMarked
package org.polymorph.dft.abinit;

import org.jspecify.annotations.NullMarked;
