/** What every kind of surrogate needs round its fit: the labels that count, reference energies, repulsion, the model's file. */
@NullMarked
package org.polymorph.surrogate.training;

import org.jspecify.annotations.NullMarked;
