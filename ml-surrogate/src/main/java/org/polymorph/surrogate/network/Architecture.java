package org.polymorph.surrogate.network;

import java.util.function.Function;

/**
 * A kind of network by its name.
 *
 * @param name of the surrogate, at most 6 letters
 * @param features width of an atom's features, unless settings say otherwise
 * @param interactions rounds of messages, unless settings say otherwise
 * @param maker makes a network of given sizes
 */
public record Architecture(String name, int features, int interactions, Function<NetworkShape, Network> maker) {

    /** Makes one of the usual sizes: 64 features and 3 interactions. */
    public Architecture(String name, Function<NetworkShape, Network> maker) {
        this(name, 64, 3, maker);
    }

    Network network(NetworkShape shape) {
        return maker.apply(shape);
    }
}
