/** Jobs on a machine: what is asked for, and what the scheduler and the job itself say of them. */
@NullMarked
package org.polymorph.model.batch;

import org.jspecify.annotations.NullMarked;
