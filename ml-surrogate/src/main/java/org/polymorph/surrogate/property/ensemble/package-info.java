/** Ensembles of networks that learn one property: what they share whatever a crystal is to them. */
@NullMarked
package org.polymorph.surrogate.property.ensemble;

import org.jspecify.annotations.NullMarked;
