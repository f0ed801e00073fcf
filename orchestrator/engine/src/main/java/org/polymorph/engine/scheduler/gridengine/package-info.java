/** Grid Engine, Sun's and those that came from it: commands, what they print and what its words mean. */
@NullMarked
package org.polymorph.engine.scheduler.gridengine;

import org.jspecify.annotations.NullMarked;
