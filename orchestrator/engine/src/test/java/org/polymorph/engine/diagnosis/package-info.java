/** What the checks of sites find, on fakes and on this machine. */
@NullMarked
package org.polymorph.engine.diagnosis;

import org.jspecify.annotations.NullMarked;
