/** Stand-ins for programs and providers, small enough to be read. */
@NullMarked
package org.polymorph.components.fake;

import org.jspecify.annotations.NullMarked;
