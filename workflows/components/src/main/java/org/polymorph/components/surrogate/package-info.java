/** Component surrogate: everything that proposes and learns. */
@NullMarked
package org.polymorph.components.surrogate;

import org.jspecify.annotations.NullMarked;
