/** The surrogate {@code painn}: an ensemble of networks whose messages carry vectors beside scalars. */
@NullMarked
package org.polymorph.surrogate.painn;

import org.jspecify.annotations.NullMarked;
