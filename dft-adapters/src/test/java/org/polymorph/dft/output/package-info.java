/** What the tests of several codes' outputs share. */
@NullMarked
package org.polymorph.dft.output;

import org.jspecify.annotations.NullMarked;
