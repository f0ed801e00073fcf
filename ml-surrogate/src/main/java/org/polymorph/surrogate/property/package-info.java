/** Models of one property of crystals, of any kind, learnt from structures with a number each. */
@NullMarked
package org.polymorph.surrogate.property;

import org.jspecify.annotations.NullMarked;
