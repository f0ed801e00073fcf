/** How often and at what price a campaign finds its target: repeats over seeds, and the peers it is measured against. */
@NullMarked
package org.polymorph.daemon.bench;

import org.jspecify.annotations.NullMarked;
