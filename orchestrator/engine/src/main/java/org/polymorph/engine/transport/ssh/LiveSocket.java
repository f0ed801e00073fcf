package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The one TCP connection of a chain of sessions: closing it frees every thread that is stuck in reading or writing. */
final class LiveSocket implements SocketFactory {
    private final int timeoutMillis;
    private final Runnable heard;
    private @Nullable Socket socket;
    private boolean closed;

    /**
     * Prepares a connection.
     *
     * @param heard run whenever something arrives
     */
    LiveSocket(int timeoutMillis, Runnable heard) {
        this.timeoutMillis = timeoutMillis;
        this.heard = heard;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket opened = new Socket();
            hold(opened);
            try {
                opened.connect(new InetSocketAddress(address, port), timeoutMillis);
                opened.setTcpNoDelay(true);
                opened.setKeepAlive(true);
                return opened;
            } catch (IOException e) {
                last = e;
                opened.close();
            }
        }
        throw last;
    }

    private synchronized void hold(Socket opened) throws IOException {
        socket = opened;
        if (closed) {
            opened.close();
            throw new IOException("given up");
        }
    }

    @Override
    public InputStream getInputStream(Socket connected) throws IOException {
        return new Heard(connected.getInputStream(), heard);
    }

    @Override
    public OutputStream getOutputStream(Socket connected) throws IOException {
        return connected.getOutputStream();
    }

    /** Closes the connection, or one that is still being made. Does not block. */
    synchronized void close() throws IOException {
        closed = true;
        if (socket != null) {
            socket.close();
        }
    }

    /** Notes when something last arrived. */
    static final class Heard extends FilterInputStream {
        private final Runnable note;

        Heard(InputStream in, Runnable note) {
            super(in);
            this.note = note;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                note.run();
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                note.run();
            }
            return count;
        }
    }
}
