/** Campaign and site files: read with their places, layered, checked, and turned into records. */
@NullMarked
package org.polymorph.engine.config;

import org.jspecify.annotations.NullMarked;
