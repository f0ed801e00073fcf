/** The surrogate {@code schnet}: an ensemble of networks with continuous-filter convolutions. */
@NullMarked
package org.polymorph.surrogate.schnet;

import org.jspecify.annotations.NullMarked;
