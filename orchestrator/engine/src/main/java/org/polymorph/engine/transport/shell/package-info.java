/** What every transport with a POSIX shell at its far end shares: framed commands, and files moved through them. */
@NullMarked
package org.polymorph.engine.transport.shell;

import org.jspecify.annotations.NullMarked;
