/** PBS Professional and OpenPBS: commands, what they print and what its words mean. */
@NullMarked
package org.polymorph.engine.scheduler.pbs;

import org.jspecify.annotations.NullMarked;
