package org.polymorph.surrogate.network;

import java.util.function.Function;

/**
 * A kind of network by its name.
 *
 * @param name of the surrogate, at most 6 letters
 * @param maker makes a network of given sizes
 */
public record Architecture(String name, Function<NetworkShape, Network> maker) {
    Network network(NetworkShape shape) {
        return maker.apply(shape);
    }
}
