/** Keeps campaigns, candidates, calculations and jobs in one database, and structures in files named by their content. */
@NullMarked
package org.polymorph.engine.store;

import org.jspecify.annotations.NullMarked;
