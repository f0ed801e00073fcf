/** Properties learnt from average minimum distances: Gaussian process, kernel ridge regression, and how continuous they are. */
@NullMarked
package org.polymorph.surrogate.property.amd;

import org.jspecify.annotations.NullMarked;
