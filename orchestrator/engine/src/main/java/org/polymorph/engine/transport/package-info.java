/** Reaches a machine: runs commands there and moves files, each with a deadline; what is not known is UNKNOWN. */
@NullMarked
package org.polymorph.engine.transport;

import org.jspecify.annotations.NullMarked;
