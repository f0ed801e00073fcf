/**
 * A variational autoencoder of crystals by their densities on a grid, with a U-Net that tells the species of a density: Hoffmann,
 * Maestrati, Sawada, Tang, Sellier and Bengio 2019, arXiv 1909.00949.
 */
@NullMarked
package org.polymorph.surrogate.autoencoder;

import org.jspecify.annotations.NullMarked;
