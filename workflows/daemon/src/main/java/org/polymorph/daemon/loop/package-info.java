/** Runs one campaign in this process: Camel context, routes, scheduler. */
@NullMarked
package org.polymorph.daemon.loop;

import org.jspecify.annotations.NullMarked;
