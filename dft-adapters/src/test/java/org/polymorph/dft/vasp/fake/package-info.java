/** A stand-in for VASP: reads VASP's inputs, writes files like VASP's with the numbers of a classical potential. */
@NullMarked
package org.polymorph.dft.vasp.fake;

import org.jspecify.annotations.NullMarked;
