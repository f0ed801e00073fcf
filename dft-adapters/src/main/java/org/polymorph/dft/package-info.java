/** Structures become input files; output files become results or classified failures. */
@NullMarked
package org.polymorph.dft;

import org.jspecify.annotations.NullMarked;
