/** What the inputs of plane-wave codes have in common. */
@NullMarked
package org.polymorph.dft.input;

import org.jspecify.annotations.NullMarked;
