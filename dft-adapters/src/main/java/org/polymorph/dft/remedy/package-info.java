/** What is tried against failures that every code knows. */
@NullMarked
package org.polymorph.dft.remedy;

import org.jspecify.annotations.NullMarked;
