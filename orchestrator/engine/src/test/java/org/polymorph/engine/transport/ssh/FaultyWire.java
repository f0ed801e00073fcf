package org.polymorph.engine.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP relay in front of a server, whose wire breaks in ways that firewalls, crashed hosts and full buffers have: nothing is
 * closed, bytes just cease to go one way or both.
 */
final class FaultyWire implements AutoCloseable {
    private static final int NEVER = -1;

    private final int target;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong toClientLimit = new AtomicLong(NEVER);
    private final AtomicLong toServerLimit = new AtomicLong(NEVER);
    private final AtomicLong connections = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;

    FaultyWire(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    private static void start(String what, Runnable task) {
        Thread thread = new Thread(task, "faulty-wire-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    long connections() {
        return connections.get();
    }

    /** From now on, each byte takes so long each way; how many there are at a time makes no difference. */
    void latency(Duration oneWay) {
        latency = oneWay;
    }

    /** From now on, each connection goes silent once the server has said so many bytes in it; others stay silent. */
    void silentAfter(long bytes) {
        toClientLimit.set(bytes);
    }

    /** From now on, each connection is no longer read from once the client has said so many bytes in it. */
    void deafAfter(long bytes) {
        toServerLimit.set(bytes);
    }

    /** Mends the wire for new connections. Those that went bad stay so. */
    void mend() {
        toClientLimit.set(NEVER);
        toServerLimit.set(NEVER);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                if (latency.isZero()) {
                    start("up", () -> relay(client, server, toServerLimit));
                    start("down", () -> relay(server, client, toClientLimit));
                } else {
                    start("up", () -> late(client, server, latency.toNanos()));
                    start("down", () -> late(server, client, latency.toNanos()));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void relay(Socket from, Socket to, AtomicLong limit) {
        byte[] chunk = new byte[1024];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                long most = limit.get();
                int count = most == NEVER ? n : (int) Math.max(0, Math.min(n, most - passed));
                out.write(chunk, 0, count);
                out.flush();
                passed += count;
                if (count < n) {
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            try {
                from.close();
                to.close();
            } catch (IOException ignored) {
                throw new UncheckedIOException(ignored);
            }
        }
    }

    /** Bytes on a long wire, and when they come out of it. */
    private record OnTheWay(byte[] bytes, long due) {}

    private static void late(Socket from, Socket to, long nanos) {
        BlockingQueue<OnTheWay> wire = new LinkedBlockingQueue<>();
        start("far-end", () -> arrive(wire, to));
        byte[] chunk = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                wire.add(new OnTheWay(Arrays.copyOf(chunk, n), System.nanoTime() + nanos));
            }
        } catch (IOException e) {
            // the connection is over
        }
        wire.add(new OnTheWay(new byte[0], System.nanoTime()));
    }

    private static void arrive(BlockingQueue<OnTheWay> wire, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (OnTheWay next = wire.take(); next.bytes().length > 0; next = wire.take()) {
                LockSupport.parkNanos(next.due() - System.nanoTime());
                out.write(next.bytes());
            }
            to.close();
        } catch (IOException e) {
            // the connection is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
