/** Looks at a site, or at this machine, for real: each check is a small class, what it finds is a value. */
@NullMarked
package org.polymorph.engine.diagnosis;

import org.jspecify.annotations.NullMarked;
