/** Physical constants and conversions between the project's units and those of other codes. */
@NullMarked
package org.polymorph.model.units;

import org.jspecify.annotations.NullMarked;
