/** Pages of the documentation, followed word for word. */
@NullMarked
package org.polymorph.tests.docs;

import org.jspecify.annotations.NullMarked;
