package org.polymorph.surrogate.schnet;

import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.NetworkContract;
import org.polymorph.surrogate.network.NetworkShape;

class SchNetTest extends NetworkContract {
    @Override
    protected Network network(NetworkShape shape) {
        return new SchNet(shape);
    }

    @Override
    protected Network.Tabulated finely(Network network, double[][] weights) {
        return ((SchNet) network).tabulate(weights, 832);
    }
}
