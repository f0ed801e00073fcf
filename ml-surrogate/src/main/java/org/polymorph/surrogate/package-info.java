/** Everything that proposes: generators, surrogates, relaxers, clustering, selection, stopping rules. */
@NullMarked
package org.polymorph.surrogate;

import org.jspecify.annotations.NullMarked;
