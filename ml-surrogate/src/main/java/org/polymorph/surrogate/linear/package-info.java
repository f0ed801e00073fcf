/** Bayesian linear regression on normal equations, its dense algebra done by the OpenBLAS that comes with ND4J. */
@NullMarked
package org.polymorph.surrogate.linear;

import org.jspecify.annotations.NullMarked;
