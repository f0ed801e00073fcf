/** VASP: structures become its inputs, its outputs become results or classified failures. */
@NullMarked
package org.polymorph.dft.vasp;

import org.jspecify.annotations.NullMarked;
