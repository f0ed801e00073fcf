/** Tests of the whole: the distribution as a user runs it, and the rules that hold between modules. */
@NullMarked
package org.polymorph.tests;

import org.jspecify.annotations.NullMarked;
