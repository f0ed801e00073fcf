package org.polymorph.daemon.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes to a server as no well-behaved client sends them. */
final class RawHttp {
    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /** Sends lines and a blank one, and returns all that is answered. */
    String ask(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }

    /** Sends text, and returns all that is answered until the server hangs up. */
    String send(String text) throws IOException {
        try (Socket socket = open()) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return read(socket);
        }
    }

    Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
