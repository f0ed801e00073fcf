/** Component campaign: what a search has to do next, and the books of what came of it. */
@NullMarked
package org.polymorph.components.campaign;

import org.jspecify.annotations.NullMarked;
