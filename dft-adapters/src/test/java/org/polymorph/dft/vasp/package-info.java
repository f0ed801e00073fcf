/** Tests of the VASP adapter. */
@NullMarked
package org.polymorph.dft.vasp;

import org.jspecify.annotations.NullMarked;
