/** What a third party implements: surrogates, generators, DFT codes, schedulers; found by name through ServiceLoader. */
@NullMarked
package org.polymorph.model.spi;

import org.jspecify.annotations.NullMarked;
