package org.polymorph.engine.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.config.SiteSpec.Session;
import org.polymorph.engine.transport.local.LocalTransport;
import org.polymorph.engine.transport.ssh.SshOptions;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;
import org.polymorph.engine.transport.ssh.SshTransport;
import org.polymorph.model.batch.InputFile;

/** The transports of this process: all that reaches one machine with the same credentials is one session. */
public final class Transports {
    private static final Map<SshOptions, Shared> OPEN = new HashMap<>();

    private Transports() {}

    /** A transport and how many hold it. */
    private static final class Shared {
        private final SshTransport transport;
        private int holders;

        Shared(SshTransport transport) {
            this.transport = transport;
        }
    }

    /**
     * Returns the transport to a site. Nothing is connected yet. What several callers get for the same machine and credentials
     * shares one session, paced as the first of them asked for, which ends when all of them have closed theirs.
     */
    public static Transport of(SiteSpec site) {
        return switch (site.transport().type()) {
            case LOCAL -> new LocalTransport();
            case SSH -> of(options(site.transport(), Path.of(System.getProperty("user.home")), System.getenv()));
        };
    }

    /** Returns the log-ins on the way to a site and at last the site's own, as messages name them; empty for this machine. */
    public static List<String> hops(SiteSpec site) {
        if (site.transport().type() == SiteSpec.TransportType.LOCAL) {
            return List.of();
        }
        SshOptions options = options(site.transport(), Path.of(System.getProperty("user.home")), System.getenv());
        List<String> hops = new ArrayList<>();
        options.jumps().forEach(hop -> hops.add(hop.toString()));
        hops.add(options.target().toString());
        return hops;
    }

    static Transport of(SshOptions options) {
        synchronized (OPEN) {
            SshOptions host = options.withPacing(Pacing.DEFAULT);
            Shared shared = OPEN.computeIfAbsent(host, key -> new Shared(new SshTransport(options)));
            shared.holders++;
            return new Handle(host, shared);
        }
    }

    /** Completes what a site file leaves open as OpenSSH's client would: user, known hosts, agent, key file. */
    static SshOptions options(SiteSpec.Transport site, Path home, Map<String, String> environment) {
        String user = site.user().orElseGet(() -> System.getProperty("user.name"));
        Session session = site.session();
        Optional<Path> agent = session.agent().or(() -> Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
                .filter(socket -> !socket.isBlank())
                .map(Path::of));
        Optional<Path> keyFile = site.keyFile().or(() -> agent.isPresent() ? Optional.empty() : usualKey(home));
        List<Path> knownHosts = site.knownHosts()
                .map(List::of)
                .orElseGet(() -> List.of(home.resolve(".ssh/known_hosts"), Path.of("/etc/ssh/ssh_known_hosts")));
        return new SshOptions(
                new Hop(user, site.host(), site.port()),
                site.jump().stream().map(jump -> Hop.parse(jump, user)).toList(),
                new Credentials(keyFile, session.certificate(), session.passphrase(), agent),
                knownHosts,
                new Pacing(
                        session.connectTimeout(),
                        session.keepAlive(),
                        session.minLoginInterval(),
                        Pacing.DEFAULT.firstRetry(),
                        Pacing.DEFAULT.longestRetry(),
                        Pacing.DEFAULT.longestRefusal(),
                        Pacing.DEFAULT.patience(),
                        session.channels()));
    }

    private static Optional<Path> usualKey(Path home) {
        return List.of("id_ed25519", "id_ecdsa", "id_rsa").stream()
                .map(name -> home.resolve(".ssh").resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** One caller's hold of a shared transport. */
    private static final class Handle implements Transport {
        private final SshOptions options;
        private final Shared shared;
        private boolean closed;

        Handle(SshOptions options, Shared shared) {
            this.options = options;
            this.shared = shared;
        }

        private SshTransport transport() {
            synchronized (OPEN) {
                if (closed) {
                    throw new NotDoneException(options.target() + ": the transport is closed");
                }
                return shared.transport;
            }
        }

        @Override
        public Answer run(String script, byte[] stdin, Duration deadline) {
            return transport().run(script, stdin, deadline);
        }

        @Override
        public void upload(List<InputFile> files, String directory, Duration deadline) {
            transport().upload(files, directory, deadline);
        }

        @Override
        public void uploadFiles(List<Path> files, String directory, Duration deadline) {
            transport().uploadFiles(files, directory, deadline);
        }

        @Override
        public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
            return transport().download(directory, names, to, deadline);
        }

        @Override
        public String name() {
            return shared.transport.name();
        }

        @Override
        public State state() {
            return shared.transport.state();
        }

        @Override
        public Breaker breaker() {
            return shared.transport.breaker();
        }

        @Override
        public void resume() {
            shared.transport.resume();
        }

        @Override
        public void close() {
            synchronized (OPEN) {
                if (closed) {
                    return;
                }
                closed = true;
                shared.holders--;
                if (shared.holders > 0) {
                    return;
                }
                OPEN.remove(options);
            }
            shared.transport.close();
        }
    }
}
