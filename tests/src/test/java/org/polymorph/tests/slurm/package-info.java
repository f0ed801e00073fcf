/** Drills and invariants of the SLURM scheduler against a real SLURM on this machine. */
@NullMarked
package org.polymorph.tests.slurm;

import org.jspecify.annotations.NullMarked;
