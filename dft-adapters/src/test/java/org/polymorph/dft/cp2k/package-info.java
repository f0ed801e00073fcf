@NullMarked
package org.polymorph.dft.cp2k;

import org.jspecify.annotations.NullMarked;
