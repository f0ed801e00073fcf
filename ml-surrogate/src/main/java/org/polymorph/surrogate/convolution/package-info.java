/** Three-dimensional convolutional networks with their gradients: fields, layers, and a tape that runs them backwards. */
@NullMarked
package org.polymorph.surrogate.convolution;

import org.jspecify.annotations.NullMarked;
