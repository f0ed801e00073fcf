/** Component dft: inputs and outputs of a DFT code. */
@NullMarked
package org.polymorph.components.dft;

import org.jspecify.annotations.NullMarked;
