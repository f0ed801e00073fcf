package org.polymorph.engine.transport.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.config.Secret;

/**
 * How a host is reached over SSH. Immutable; equal options mean the same session.
 *
 * @param jumps hosts on the way, the first one first
 * @param knownHosts files of host keys, read and never written; those that do not exist are left out
 */
public record SshOptions(Hop target, List<Hop> jumps, Credentials credentials, List<Path> knownHosts, Pacing pacing) {

    public SshOptions {
        jumps = List.copyOf(jumps);
        knownHosts = List.copyOf(knownHosts);
    }

    /** Returns the same with another pacing. */
    public SshOptions withPacing(Pacing other) {
        return new SshOptions(target, jumps, credentials, knownHosts, other);
    }

    /** One log-in on the way. */
    public record Hop(String user, String host, int port) {
        private static final Pattern FORM =
                Pattern.compile("(?:([^@\\s]+)@)?(?:\\[([0-9A-Fa-f:]+)]|([^@:\\s\\[\\]]+))(?::(\\d{1,5}))?");

        public Hop {
            if (user.isBlank() || host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "expected user, host and a port of 1 to 65535, found " + user + "@" + host + ":" + port);
            }
        }

        /**
         * Reads {@code [USER@]HOST[:PORT]}; an IPv6 address stands in brackets.
         *
         * @throws IllegalArgumentException if it is anything else
         */
        public static Hop parse(String text, String defaultUser) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("expected [USER@]HOST[:PORT], found \"" + text + "\"");
            }
            String user = matcher.group(1) == null ? defaultUser : matcher.group(1);
            String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            return new Hop(user, host, matcher.group(4) == null ? 22 : Integer.parseInt(matcher.group(4)));
        }

        @Override
        public String toString() {
            return user + "@" + host + (port == 22 ? "" : ":" + port);
        }
    }

    /**
     * What proves who we are, at every hop. With a key file, only that key is offered.
     *
     * @param keyFile a private key in OpenSSH or PEM form
     * @param certificate an OpenSSH user certificate of that key; where absent, {@code KEYFILE-cert.pub} if it exists
     * @param passphrase of the key file
     * @param agent the socket of an ssh-agent
     */
    public record Credentials(
            Optional<Path> keyFile, Optional<Path> certificate, Optional<Secret> passphrase, Optional<Path> agent) {
        /** A key file without a passphrase. */
        public static Credentials keyFile(Path file) {
            return new Credentials(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** All keys of an agent. */
        public static Credentials agent(Path socket) {
            return new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(socket));
        }
    }

    /**
     * How often and how patiently.
     *
     * @param connectTimeout for connection and log-in at all hops together
     * @param keepAlive between signs of life asked for; after three without one the session is given up
     * @param minLoginInterval between the beginnings of two log-ins
     * @param firstRetry after a failed connection; twice as long after each further one, with jitter
     * @param longestRetry bound of that
     * @param longestRefusal time after which a refused log-in or host key is tried again though nothing changed here
     * @param patience failed connections in a row after which calls fail at once until the next attempt is due
     * @param channels open at the same time
     */
    public record Pacing(
            Duration connectTimeout,
            Duration keepAlive,
            Duration minLoginInterval,
            Duration firstRetry,
            Duration longestRetry,
            Duration longestRefusal,
            int patience,
            int channels) {
        public static final Pacing DEFAULT = new Pacing(
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                5,
                4);

        public Pacing {
            if (patience < 1
                    || channels < 1
                    || minLoginInterval.isNegative()
                    || List.of(connectTimeout, keepAlive, firstRetry, longestRetry, longestRefusal).stream()
                            .anyMatch(duration -> duration.toMillis() < 1)) {
                throw new IllegalArgumentException("expected at least one channel, one attempt and positive durations");
            }
        }

        /** Returns the same with another shortest time between log-ins. */
        public Pacing withMinLoginInterval(Duration interval) {
            return new Pacing(
                    connectTimeout, keepAlive, interval, firstRetry, longestRetry, longestRefusal, patience, channels);
        }
    }
}
