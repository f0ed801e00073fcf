/** CP2K's Quickstep: its inputs, its outputs, and what helps against its failures. */
@NullMarked
package org.polymorph.dft.cp2k;

import org.jspecify.annotations.NullMarked;
