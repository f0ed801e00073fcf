/** SLURM: its commands, what they print and what its words mean; see {@link org.polymorph.engine.scheduler.batch}. */
@NullMarked
package org.polymorph.engine.scheduler.slurm;

import org.jspecify.annotations.NullMarked;
