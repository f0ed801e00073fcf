/** Quantum ESPRESSO's pw.x: structures become its inputs, its outputs become results or classified failures. */
@NullMarked
package org.polymorph.dft.espresso;

import org.jspecify.annotations.NullMarked;
