/** The search as a pure state machine: what has happened decides what is to be done next. */
@NullMarked
package org.polymorph.engine.campaign;

import org.jspecify.annotations.NullMarked;
