/** Says when a search is done: the lowest clusters have become stable. */
@NullMarked
package org.polymorph.surrogate.stop;

import org.jspecify.annotations.NullMarked;
