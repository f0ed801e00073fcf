/** A surrogate that is a program of the user's, such as a pre-trained universal potential behind an ASE calculator. */
@NullMarked
package org.polymorph.surrogate.external;

import org.jspecify.annotations.NullMarked;
