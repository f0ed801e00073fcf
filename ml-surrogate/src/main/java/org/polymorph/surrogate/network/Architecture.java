package org.polymorph.surrogate.network;

import java.util.function.Function;

/**
 * A kind of network by its name.
 *
 * @param name of the surrogate, at most 6 letters
 * @param features width of an atom's features, unless settings say otherwise
 * @param interactions rounds of messages, unless settings say otherwise
 * @param epochs of training at most, unless settings say otherwise
 * @param maker makes a network of given sizes
 */
public record Architecture(
        String name, int features, int interactions, int epochs, Function<NetworkShape, Network> maker) {

    /** Makes one of the usual sizes: 64 features, 3 interactions and 300 epochs. */
    public Architecture(String name, Function<NetworkShape, Network> maker) {
        this(name, 64, 3, 300, maker);
    }

    Network network(NetworkShape shape) {
        return maker.apply(shape);
    }
}
