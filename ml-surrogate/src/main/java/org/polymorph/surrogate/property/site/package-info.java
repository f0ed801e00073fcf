/** Networks that learn a property from the crystallographic sites (Bokhimi, Schwedek and Rojas). */
@NullMarked
package org.polymorph.surrogate.property.site;

import org.jspecify.annotations.NullMarked;
