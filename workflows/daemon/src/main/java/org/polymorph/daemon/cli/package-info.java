/** The command line: one class a command, listed in {@link org.polymorph.daemon.cli.Main}; picocli is used only here. */
@NullMarked
package org.polymorph.daemon.cli;

import org.jspecify.annotations.NullMarked;
