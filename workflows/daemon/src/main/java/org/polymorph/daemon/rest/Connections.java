package org.polymorph.daemon.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the number of connections within bounds, and closes those that do not ask in time. Thread-safe. */
final class Connections {
    private final Vertx vertx;
    private final RestOptions.RestLimits limits;
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<HttpConnection> silent = ConcurrentHashMap.newKeySet();

    Connections(Vertx vertx, RestOptions.RestLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Takes a new connection, or closes it where there are too many. */
    void opened(HttpConnection connection) {
        if (open.size() >= limits.connections()) {
            connection.close();
            return;
        }
        open.add(connection);
        silent.add(connection);
        connection.closeHandler(closed -> {
            open.remove(connection);
            silent.remove(connection);
        });
        vertx.setTimer(limits.request().toMillis(), late -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
    }

    /** Notes that the head of a request has come. */
    void asked(HttpServerRequest request) {
        silent.remove(request.connection());
    }
}
