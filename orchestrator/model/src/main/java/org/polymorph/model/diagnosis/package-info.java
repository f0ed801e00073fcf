/** What was found out about a machine, and how a code finds out whether it can run there. */
@NullMarked
package org.polymorph.model.diagnosis;

import org.jspecify.annotations.NullMarked;
