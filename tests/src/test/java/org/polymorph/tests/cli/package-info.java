/** The command line as a real process: what it prints, its exit codes, and how it takes bad input. */
@NullMarked
package org.polymorph.tests.cli;

import org.jspecify.annotations.NullMarked;
