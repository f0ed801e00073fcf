/** Classical reference potentials: calculators by name, and the code that runs them as jobs, the embedded stand-in for DFT. */
@NullMarked
package org.polymorph.dft.potential;

import org.jspecify.annotations.NullMarked;
