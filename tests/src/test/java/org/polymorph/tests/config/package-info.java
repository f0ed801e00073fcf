/** Campaign and site files, across all modules that read them. */
@NullMarked
package org.polymorph.tests.config;

import org.jspecify.annotations.NullMarked;
