/** The Camel components. */
@NullMarked
package org.polymorph.components;

import org.jspecify.annotations.NullMarked;
