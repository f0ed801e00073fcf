/** The loop ready to run: routes, command line. */
@NullMarked
package org.polymorph.daemon;

import org.jspecify.annotations.NullMarked;
