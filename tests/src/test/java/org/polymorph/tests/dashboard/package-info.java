/** The dashboard in a real browser: what it shows, how it is operated, and what it does when the server goes away. */
@NullMarked
package org.polymorph.tests.dashboard;

import org.jspecify.annotations.NullMarked;
