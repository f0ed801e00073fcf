/** Runs what the codes look at on a site. */
@NullMarked
package org.polymorph.dft.diagnosis;

import org.jspecify.annotations.NullMarked;
