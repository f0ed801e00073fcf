/** Chooses which structures are worth a label. */
@NullMarked
package org.polymorph.surrogate.select;

import org.jspecify.annotations.NullMarked;
