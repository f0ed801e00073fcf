/** DFT codes as jobs: failures that are repaired, and those that are not. */
@NullMarked
package org.polymorph.tests.dft;

import org.jspecify.annotations.NullMarked;
