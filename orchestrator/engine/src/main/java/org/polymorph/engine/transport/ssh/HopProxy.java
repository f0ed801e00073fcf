package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The way to a host through a session with the one before it: a direct-tcpip channel (RFC 4254, 7.2). */
@NullUnmarked
final class HopProxy implements Proxy {
    private final Session before;
    private final Runnable heard;
    private Channel channel;
    private InputStream in;
    private OutputStream out;

    HopProxy(Session before, Runnable heard) {
        this.before = before;
        this.heard = heard;
    }

    @Override
    public void connect(@Nullable SocketFactory unused, String host, int port, int timeout)
            throws JSchException, IOException {
        channel = before.getStreamForwarder(host, port);
        // the streams must be there before the first byte arrives
        in = new LiveSocket.Heard(channel.getInputStream(), heard);
        out = channel.getOutputStream();
        channel.connect(timeout);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public @Nullable Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.disconnect();
        }
    }
}
