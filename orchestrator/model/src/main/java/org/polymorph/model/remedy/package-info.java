/** Tables of repairs: which change of the inputs follows which failure, how often, and what comes then. */
@NullMarked
package org.polymorph.model.remedy;

import org.jspecify.annotations.NullMarked;
