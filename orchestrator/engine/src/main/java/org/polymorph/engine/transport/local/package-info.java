/** Reaches this machine: commands by its own {@code /bin/sh}. */
@NullMarked
package org.polymorph.engine.transport.local;

import org.jspecify.annotations.NullMarked;
