/**
 * Jobs on a cluster with a batch system, each submitted effectively once, whatever the batch system is: what is particular to one
 * is its {@link org.polymorph.engine.scheduler.batch.Dialect}.
 */
@NullMarked
package org.polymorph.engine.scheduler.batch;

import org.jspecify.annotations.NullMarked;
