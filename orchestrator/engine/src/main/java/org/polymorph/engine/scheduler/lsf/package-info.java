/** IBM Spectrum LSF: commands, what they print and what its words mean. */
@NullMarked
package org.polymorph.engine.scheduler.lsf;

import org.jspecify.annotations.NullMarked;
