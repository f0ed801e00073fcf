/** Jobs on a SLURM cluster, each submitted effectively once: the scheduler {@code slurm}. */
@NullMarked
package org.polymorph.engine.scheduler.slurm;

import org.jspecify.annotations.NullMarked;
