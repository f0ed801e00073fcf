/** Crystal graph convolutional networks for one property. */
@NullMarked
package org.polymorph.surrogate.property.cgcnn;

import org.jspecify.annotations.NullMarked;
