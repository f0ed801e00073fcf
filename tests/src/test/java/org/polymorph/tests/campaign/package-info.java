/** Whole searches as processes: what they find, what they say, and that no crash costs or doubles any work. */
@NullMarked
package org.polymorph.tests.campaign;

import org.jspecify.annotations.NullMarked;
