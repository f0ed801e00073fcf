/** Crystals of real files against reference values. */
@NullMarked
package org.polymorph.tests.crystal;

import org.jspecify.annotations.NullMarked;
