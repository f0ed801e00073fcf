/** What happens to jobs from plan to result: the life-cycle's vocabulary, and the ledger that schedulers write it into. */
@NullMarked
package org.polymorph.engine.job;

import org.jspecify.annotations.NullMarked;
