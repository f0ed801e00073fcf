package org.polymorph.daemon.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Where the server listens and what it lets in. Immutable.
 *
 * @param host name or address to bind to
 * @param port 0 for any that is free
 * @param token that requests must carry; needed for anything but a loopback address
 * @param trustUploads whether campaigns that come over the network may say all that files on this machine may; needs a token
 * @param limits what a request may cost
 */
public record RestOptions(String host, int port, Optional<BearerToken> token, boolean trustUploads, RestLimits limits) {
    /**
     * What a request may cost.
     *
     * @param bodyBytes largest body
     * @param connections open at the same time
     * @param streams of events open at the same time
     * @param waiting requests under way at the same time; more are told to come again
     * @param idle after which a connection on which nothing moves is closed
     * @param request from a request's head to the end of its body
     */
    public record RestLimits(
            long bodyBytes, int connections, int streams, int waiting, Duration idle, Duration request) {
        public static final RestLimits DEFAULT =
                new RestLimits(1 << 20, 1000, 100, 1000, Duration.ofSeconds(60), Duration.ofSeconds(20));
    }

    /**
     * Checks the options together.
     *
     * @throws ConfigurationException if the address is open to others and there is no token, or there is no such address
     */
    public RestOptions {
        if (port < 0 || port > 65_535) {
            throw new ConfigurationException("--port: expected 0 to 65535, found " + port);
        }
        if (token.isEmpty() && !isLoopback(host)) {
            throw new ConfigurationException("--host " + host + ": is open to other machines, so a token is needed:"
                    + " expected --token-file FILE or the environment variable " + BearerToken.VARIABLE);
        }
        if (token.isEmpty() && trustUploads) {
            throw new ConfigurationException(
                    "--trust-uploads: lets those who submit run commands as this user, so a token is"
                            + " needed: expected --token-file FILE or the environment variable "
                            + BearerToken.VARIABLE);
        }
    }

    /** Makes the options with limits as they are by default, for uploads that are not trusted. */
    public static RestOptions of(String host, int port, Optional<BearerToken> token) {
        return new RestOptions(host, port, token, false, RestLimits.DEFAULT);
    }

    static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    "--host: expected a name or address of this machine, found \"" + host + "\"");
        }
    }
}
