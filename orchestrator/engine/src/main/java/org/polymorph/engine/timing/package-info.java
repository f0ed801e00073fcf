/** When things are to happen: times of cron schedules, hours in which campaigns may begin work, and the clock that acts on them. */
@NullMarked
package org.polymorph.engine.timing;

import org.jspecify.annotations.NullMarked;
