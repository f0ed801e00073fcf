/** Component localjob: jobs on a machine, submitted, watched, cancelled and retrieved. */
@NullMarked
package org.polymorph.components.batch;

import org.jspecify.annotations.NullMarked;
