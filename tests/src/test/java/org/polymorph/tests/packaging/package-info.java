/** What is handed out: archive, service, completions, manual pages. */
@NullMarked
package org.polymorph.tests.packaging;

import org.jspecify.annotations.NullMarked;
