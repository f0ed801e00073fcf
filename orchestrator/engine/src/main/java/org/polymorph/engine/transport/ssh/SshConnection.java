package org.polymorph.engine.transport.ssh;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.polymorph.engine.transport.shell.Exchange;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chain of sessions up to the host, over one TCP connection. Any call may block for ever, except {@link #kill}. */
final class SshConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);

    private final SshOptions options;
    private final Proof proof;
    private final LiveSocket socket;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long askedAt;
    private volatile long signSent = System.nanoTime();
    private volatile long heard = System.nanoTime();

    SshConnection(SshOptions options, Proof proof) {
        this.options = options;
        this.proof = proof;
        // what a host on the way says is no sign of life of the host itself
        this.socket = new LiveSocket(timeout(), options.jumps().isEmpty() ? this::hear : () -> {});
    }

    private int timeout() {
        return (int)
                Math.min(Integer.MAX_VALUE, options.pacing().connectTimeout().toMillis());
    }

    private void hear() {
        heard = System.nanoTime();
    }

    /**
     * Connects and logs in at each hop, its host key checked first.
     *
     * @throws org.polymorph.engine.transport.NotDoneException if that fails, with the reason
     */
    void connect() {
        List<Hop> hops = new ArrayList<>(options.jumps());
        hops.add(options.target());
        Hop hop = hops.get(0);
        JSch jsch = new JSch();
        LibraryLog log = new LibraryLog();
        jsch.setInstanceLogger(log);
        PinnedHostKeys keys = null;
        try {
            keys = PinnedHostKeys.read(jsch, options.knownHosts(), log);
            jsch.setHostKeyRepository(keys);
            proof.offer(jsch);
            for (Hop each : hops) {
                hop = each;
                boolean last = sessions.size() == options.jumps().size();
                Session session = session(jsch, each);
                if (sessions.isEmpty()) {
                    session.setSocketFactory(socket);
                } else {
                    session.setProxy(new HopProxy(sessions.get(sessions.size() - 1), last ? this::hear : () -> {}));
                }
                session.connect(timeout());
                sessions.add(session);
            }
        } catch (JSchException e) {
            throw keys == null
                    ? new org.polymorph.engine.transport.NotDoneException(
                            hop + ": the files of known hosts cannot be read: " + e.getMessage(), e)
                    : ConnectFailure.of(e, hop, keys, proof);
        }
        hear();
        LOG.info("logged in at {}", options.target());
    }

    private static Session session(JSch jsch, Hop hop) throws JSchException {
        Session session = jsch.getSession(hop.user(), hop.host(), hop.port());
        session.setDaemonThread(true);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey");
        return session;
    }

    /** Opens a channel and starts the command. */
    ChannelExec start(Exchange exchange, long timeoutMillis) throws JSchException {
        ChannelExec channel = (ChannelExec) target().openChannel("exec");
        channel.setCommand(exchange.command());
        channel.setInputStream(exchange.stdin());
        channel.setOutputStream(exchange.stdout(), true);
        channel.setErrStream(exchange.stderr(), true);
        channel.connect((int) Math.min(Integer.MAX_VALUE, Math.max(1, timeoutMillis)));
        return channel;
    }

    private Session target() {
        return sessions.get(sessions.size() - 1);
    }

    boolean isDead() {
        return dead.get() || sessions.size() <= options.jumps().size() || !target().isConnected();
    }

    /** Returns whether this is the first time that somebody says what became of the connection. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    /** Asks the host for a sign of life, unless such a question still waits for its way out. */
    void askForSign() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        askedAt = System.nanoTime();
        try {
            target().sendKeepAliveMsg();
            signSent = System.nanoTime();
        } catch (Exception e) {
            LOG.debug("{}: no sign of life could be asked for: {}", options.target(), e.getMessage());
        } finally {
            asking.set(false);
        }
    }

    /** Returns whether a question went out after a point of time and something was heard after that. */
    boolean answeredSince(long nanoTime) {
        return signSent - nanoTime > 0 && heard - signSent > 0;
    }

    /** Returns how long the host has said nothing, or read nothing, whichever is longer. */
    long stuckNanos() {
        long now = System.nanoTime();
        return Math.max(now - heard, asking.get() ? now - askedAt : 0);
    }

    /**
     * Gives the connection up: every thread that is stuck in it goes on with an error. Does not block.
     *
     * @return whether it was not given up before
     */
    @CanIgnoreReturnValue
    boolean kill() {
        if (!dead.compareAndSet(false, true)) {
            return false;
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{}: closing the connection: {}", options.target(), e.getMessage());
        }
        disconnecting();
        return true;
    }

    private Thread disconnecting() {
        Thread thread = new Thread(
                () -> {
                    for (int i = sessions.size() - 1; i >= 0; i--) {
                        sessions.get(i).disconnect();
                    }
                },
                "polymorph-ssh-goodbye");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Says goodbye in order, and gives the connection up if that takes long. */
    void end(long millis) {
        try {
            disconnecting().join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
