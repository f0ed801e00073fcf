package org.polymorph.daemon.rest;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.polymorph.model.spi.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the daemon: REST API, server-sent events, metrics, health and the pages of the dashboard. Answers as soon
 * as it is started. Closing it ends what is under way; what it was given stays open.
 */
public final class RestServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
    private static final int EVENT_LOOPS = 2;
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx;
    private final RestRouter router;
    private final HttpServer server;
    private final String host;

    private RestServer(Vertx vertx, RestRouter router, HttpServer server, String host) {
        this.vertx = vertx;
        this.router = router;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts the server.
     *
     * @throws ConfigurationException if the address cannot be listened on
     */
    public static RestServer start(RestOptions options, CampaignApi api) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(RestRouter.WORKERS)
                .setInternalBlockingPoolSize(1)
                // class path resources are never unpacked to /tmp
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        RestRouter router = new RestRouter(vertx, options, api);
        try {
            requireFree(options);
            Connections connections = new Connections(vertx, options.limits());
            HttpServer server = await(vertx.createHttpServer(httpOptions(options))
                    .connectionHandler(connections::opened)
                    .invalidRequestHandler(router::invalid)
                    .requestHandler(request -> {
                        connections.asked(request);
                        router.handler().handle(request);
                    })
                    .listen());
            RestServer started = new RestServer(vertx, router, server, options.host());
            LOG.info("rest url={} token={}", started.url(), options.token().isPresent() ? "needed" : "none");
            return started;
        } catch (RuntimeException e) {
            router.close();
            await(vertx.close());
            throw e instanceof ConfigurationException
                    ? e
                    : new ConfigurationException("--host " + options.host() + " --port " + options.port()
                            + ": cannot be listened on: " + e.getMessage());
        }
    }

    private static HttpServerOptions httpOptions(RestOptions options) {
        return new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setReuseAddress(true)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) options.limits().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHandle100ContinueAutomatically(false);
    }

    // several servers of one process would share a port, and Netty's message names none
    private static void requireFree(RestOptions options) {
        if (options.port() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(options.host()), options.port()));
        } catch (IOException e) {
            throw new ConfigurationException("--host " + options.host() + " --port " + options.port()
                    + ": cannot be listened on: " + e.getMessage());
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** Returns where it answers, such as {@code http://127.0.0.1:8642}. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    @Override
    public void close() {
        router.close();
        await(server.close());
        await(vertx.close());
    }
}
