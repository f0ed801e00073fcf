/** Tests of the ABINIT adapter: saved outputs, and the real program where it is installed. */
@NullMarked
package org.polymorph.dft.abinit;

import org.jspecify.annotations.NullMarked;
