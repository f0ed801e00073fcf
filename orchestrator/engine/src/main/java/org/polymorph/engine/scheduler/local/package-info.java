/** Jobs as real processes of this machine, in directories that outlive this process: the scheduler {@code local}. */
@NullMarked
package org.polymorph.engine.scheduler.local;

import org.jspecify.annotations.NullMarked;
