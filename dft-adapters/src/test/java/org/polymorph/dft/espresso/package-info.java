/** Tests of the pw.x adapter: real outputs, and the real program where it is installed. */
@NullMarked
package org.polymorph.dft.espresso;

import org.jspecify.annotations.NullMarked;
