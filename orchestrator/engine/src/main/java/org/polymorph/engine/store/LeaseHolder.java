package org.polymorph.engine.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that holds or held a lease.
 *
 * @param host name of its machine
 * @param pid its number there
 * @param since when it took the lease, by the clock of the database
 * @param token of its lease
 * @param left until the lease ends unless it is renewed; zero or less once it has ended
 */
public record LeaseHolder(String host, long pid, Instant since, long token, Duration left) {
    /** Returns the name of this machine. */
    public static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return "process " + pid + " on " + host + " since " + since;
    }
}
