/**
 * The surrogate {@code ace}: a Bayesian linear atomic cluster expansion, because it is right, fast to fit and learns from
 * few labels.
 */
@NullMarked
package org.polymorph.surrogate.ace;

import org.jspecify.annotations.NullMarked;
