/**
 * What message-passing networks share: structures as graphs, radial filters as tables, dense layers with their derivatives,
 * the loss over energies, forces and stresses, training of a member and the ensemble as a model.
 */
@NullMarked
package org.polymorph.surrogate.network;

import org.jspecify.annotations.NullMarked;
