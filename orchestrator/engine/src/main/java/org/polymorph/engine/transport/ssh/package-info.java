/** Reaches a machine over SSH: one session a host, watched, with its host key checked at every hop. */
@NullMarked
package org.polymorph.engine.transport.ssh;

import org.jspecify.annotations.NullMarked;
