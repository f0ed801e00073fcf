/** Groups relaxed structures into clusters of the same crystal, with identities that last over the rounds. */
@NullMarked
package org.polymorph.surrogate.cluster;

import org.jspecify.annotations.NullMarked;
