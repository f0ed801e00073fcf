/** The walls between modules, and the one home of each library. */
@NullMarked
package org.polymorph.tests.architecture;

import org.jspecify.annotations.NullMarked;
