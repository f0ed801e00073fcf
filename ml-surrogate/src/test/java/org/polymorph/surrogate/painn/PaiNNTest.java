package org.polymorph.surrogate.painn;

import org.junit.jupiter.api.Nested;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.NetworkContract;
import org.polymorph.surrogate.network.NetworkShape;

class PaiNNTest extends NetworkContract {
    @Override
    protected Network network(NetworkShape shape) {
        return new PaiNN(shape);
    }

    @Override
    protected Network.Tabulated finely(Network network, double[][] weights) {
        return ((PaiNN) network).tabulate(weights, 832);
    }

    /** In the only round atoms have no vectors before it and need none after it. */
    @Nested
    class OneRound extends PaiNNRounds {
        OneRound() {
            super(1);
        }
    }

    /** The middle round alone has vectors before and after it. */
    @Nested
    class ThreeRounds extends PaiNNRounds {
        ThreeRounds() {
            super(3);
        }
    }

    /** Networks of so many rounds, whatever is asked for. */
    abstract static class PaiNNRounds extends NetworkContract {
        private final int rounds;

        PaiNNRounds(int rounds) {
            this.rounds = rounds;
        }

        @Override
        protected Network network(NetworkShape s) {
            return new PaiNN(new NetworkShape(s.species(), s.features(), rounds, s.radial(), s.cutoff()));
        }

        @Override
        protected Network.Tabulated finely(Network network, double[][] weights) {
            return ((PaiNN) network).tabulate(weights, 832);
        }
    }
}
