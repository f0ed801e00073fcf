/** What is asked of a calculator or a DFT code, and what comes back: a result or a classified failure. */
@NullMarked
package org.polymorph.model.calculation;

import org.jspecify.annotations.NullMarked;
