package org.polymorph.engine.transport.local;

import org.junit.jupiter.api.AfterEach;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.TransportContract;

class LocalTransportTest extends TransportContract {
    private final LocalTransport transport = new LocalTransport();

    @Override
    protected Transport transport() {
        return transport;
    }

    @AfterEach
    void close() {
        transport.close();
    }
}
