/** Runs jobs on machines and keeps the books of campaigns. */
@NullMarked
package org.polymorph.engine;

import org.jspecify.annotations.NullMarked;
