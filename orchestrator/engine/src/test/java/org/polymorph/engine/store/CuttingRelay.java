package org.polymorph.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way to a PostgreSQL server that, once it is told to, hands over the next commit, keeps the answer to itself, and hangs up on
 * both sides when the answer has come.
 */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final AtomicBoolean armed = new AtomicBoolean();

    CuttingRelay(DatabaseUrl url) throws IOException {
        server = URI.create(url.toString().substring("jdbc:".length()));
        start(this::accept);
    }

    /** Returns the address of the database by this way. */
    DatabaseUrl url() {
        return DatabaseUrl.parse("jdbc:postgresql://127.0.0.1:" + entrance.getLocalPort() + server.getPath());
    }

    /** Has the answer to the next commit lost. */
    void cutNextCommit() {
        armed.set(true);
    }

    /** Returns whether a commit is still to be cut. */
    boolean isArmed() {
        return armed.get();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket to = new Socket(server.getHost(), server.getPort());
                AtomicBoolean deaf = new AtomicBoolean();
                start(() -> pump(client, to, chunk -> {
                    if (chunk.contains("COMMIT") && armed.compareAndSet(true, false)) {
                        deaf.set(true);
                    }
                    return true;
                }));
                start(() -> pump(to, client, chunk -> !deaf.get()));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @FunctionalInterface
    private interface Gate {
        boolean isOpen(String chunk);
    }

    // hands on what comes until there is no more, or the gate is shut
    private static void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!gate.isOpen(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // one side has hung up: so does the other
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
