package org.polymorph.daemon.rest;

import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.rest.Contract.Endpoint;
import org.polymorph.daemon.rest.RestProblem.Fault;
import org.polymorph.daemon.rest.StaticFiles.StaticFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to the operations that answer them: each endpoint of the contract is one route. Operations run on a few threads
 * of their own, so that a slow one never holds up the connections.
 */
final class RestRouter implements AutoCloseable {
    static final int WORKERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RestRouter.class);
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String TIMER = "timer";
    private static final Map<String, String> SAFE_HEADERS = Map.of(
            "Content-Security-Policy",
            // what the dashboard needs, and no more: docs/dashboard.md
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final Vertx vertx;
    private final RestOptions options;
    private final CampaignApi api;
    private final Contract contract = Contract.read();
    private final RequestGuard guard;
    private final StaticFiles files = new StaticFiles();
    private final EventStreams streams;
    private final Map<String, Operation> operations = new HashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Router router;

    RestRouter(Vertx vertx, RestOptions options, CampaignApi api) {
        this.vertx = vertx;
        this.options = options;
        this.api = api;
        this.guard = new RequestGuard(options);
        CampaignOperations campaigns = new CampaignOperations(api.reading(), api.clock());
        operations.putAll(campaigns.all());
        operations.putAll(new ControlOperations(campaigns, api, options.trustUploads()).all());
        operations.putAll(new ScheduleOperations(api, options.trustUploads()).all());
        operations.putAll(new SearchOperations(campaigns, api.reading(), api.data()).all());
        operations.putAll(new CandidateOperations(campaigns, api.reading(), api.data()).all());
        operations.putAll(new CalculationOperations(campaigns, api.reading(), api.data()).all());
        operations.putAll(new JobOperations(campaigns, api.reading(), api.sites()).all());
        operations.putAll(new EventOperations(campaigns, api.reading()).all());
        operations.putAll(new ServiceOperations(contract, api, new StoreMetrics(api)).all());
        this.streams = new EventStreams(vertx, campaigns, api, options.limits().streams());
        this.router = router();
    }

    private Router router() {
        Router made = Router.router(vertx);
        made.route().handler(this::begin).failureHandler(this::failed);
        for (Endpoint endpoint : contract.endpoints()) {
            add(made, endpoint);
        }
        made.get().handler(this::file);
        made.head().handler(this::file);
        made.errorHandler(400, this::failed);
        made.errorHandler(404, this::notAllowed);
        made.errorHandler(405, this::notAllowed);
        return made;
    }

    private void add(Router made, Endpoint endpoint) {
        Operation operation = Objects.requireNonNull(operations.get(endpoint.id()), endpoint.id());
        String path = endpoint.path().replaceAll("\\{(\\w+)}", ":$1");
        HttpMethod method = HttpMethod.valueOf(endpoint.method());
        // before anything of a body is read
        SecurityPolicyHandler admission = ctx -> admit(ctx, endpoint);
        Route route = made.route(method, path).handler(admission);
        if (method.equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        } else {
            route.handler(
                    BodyHandler.create(false).setBodyLimit(options.limits().bodyBytes()));
        }
        route.handler(ctx -> dispatch(ctx, endpoint, operation));
    }

    private void begin(RoutingContext ctx) {
        SAFE_HEADERS.forEach(ctx.response()::putHeader);
        ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ctx.response().exceptionHandler(failure -> LOG.debug("rest client gone: {}", failure.toString()));
        if (BAD_ESCAPE.matcher(ctx.request().uri()).find()) {
            ctx.fail(400);
        } else {
            ctx.next();
        }
    }

    private void admit(RoutingContext ctx, Endpoint endpoint) {
        long begun = System.nanoTime();
        ctx.addEndHandler(ended -> Timer.builder("polymorph.http.requests")
                .description("Requests by what was asked and the status of the answer")
                .tag("operation", endpoint.id())
                .tag("status", Integer.toString(ctx.response().getStatusCode()))
                .serviceLevelObjectives(BUCKETS)
                .register(api.metrics())
                .record(Duration.ofNanos(System.nanoTime() - begun)));
        try {
            guard.check(ctx.request(), endpoint.open());
        } catch (RestProblem e) {
            if (e.status() == 401) {
                ctx.response().putHeader("WWW-Authenticate", "Bearer realm=\"polymorph\"");
            }
            // nothing of a body is read
            ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
            send(ctx, e.answer());
            return;
        }
        if (!endpoint.method().equals("GET")) {
            long timer = vertx.setTimer(options.limits().request().toMillis(), late -> ctx.fail(408));
            ctx.put(TIMER, timer);
            ctx.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
        ctx.next();
    }

    private void dispatch(RoutingContext ctx, Endpoint endpoint, Operation operation) {
        if (ctx.get(TIMER) instanceof Long timer) {
            vertx.cancelTimer(timer);
        }
        if (underWay.get() >= options.limits().waiting()) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            send(ctx, RestProblem.answer(503, List.of(new Fault(null, "too many requests are under way; come again"))));
            return;
        }
        @Nullable Buffer body = ctx.body() == null ? null : ctx.body().buffer();
        RestRequest.Raw raw = new RestRequest.Raw(
                ctx.pathParams(),
                ctx.queryParams(),
                ctx.request().headers(),
                body == null ? new byte[0] : body.getBytes());
        underWay.incrementAndGet();
        if (streams.isWanted(ctx.request(), endpoint)) {
            streams.open(ctx, () -> RestRequest.of(endpoint, raw), problem -> send(ctx, answer(problem)))
                    .onComplete(begun -> underWay.decrementAndGet());
            return;
        }
        @Nullable String encoding = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        vertx.executeBlocking(
                        () -> operation.answer(RestRequest.of(endpoint, raw)).encodedFor(encoding), false)
                .onComplete(answered -> {
                    underWay.decrementAndGet();
                    send(ctx, answered.succeeded() ? answered.result() : answer(answered.cause()));
                });
    }

    private static RestAnswer answer(Throwable failure) {
        if (failure instanceof RestProblem problem) {
            return problem.answer();
        }
        LOG.error("rest a request failed", failure);
        return RestProblem.answer(500, List.of(new Fault(null, "an error of this program; its log tells more")));
    }

    private static void send(RoutingContext ctx, RestAnswer answer) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        var unused = response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .end(Buffer.buffer(answer.body()));
    }

    private void file(RoutingContext ctx) {
        Optional<StaticFile> found = files.find(ctx.normalizedPath());
        if (found.isEmpty()) {
            notAllowed(ctx);
            return;
        }
        StaticFile file = found.get();
        RestAnswer answer = file.answer(ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = answer.headers().containsKey("Content-Encoding") ? file.tag() + "-gzip" : file.tag();
        HttpServerResponse response = ctx.response()
                .putHeader(HttpHeaders.ETAG, "\"" + tag + "\"")
                .putHeader(HttpHeaders.CACHE_CONTROL, file.isLasting() ? "public, max-age=86400" : "no-cache");
        String known = Objects.requireNonNullElse(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), "");
        if (known.contains("\"" + tag + "\"")) {
            var unused = response.setStatusCode(304).end();
            return;
        }
        send(ctx, answer);
    }

    private void failed(RoutingContext ctx) {
        if (ctx.response().headWritten() || ctx.response().closed()) {
            return;
        }
        int status = ctx.statusCode();
        String message =
                switch (status) {
                    case 400 -> "the request cannot be read";
                    case 408 ->
                        "the request did not come within "
                                + options.limits().request().toSeconds() + " s";
                    case 413 -> "expected a body of at most " + options.limits().bodyBytes() + " bytes";
                    default -> "";
                };
        // the rest of a body is not waited for
        ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
        send(
                ctx,
                message.isEmpty()
                        ? answer(Objects.requireNonNullElseGet(
                                ctx.failure(), () -> new IllegalStateException("status " + status)))
                        : RestProblem.answer(status, List.of(new Fault(null, message))));
    }

    private static String shortened(@Nullable String path) {
        String text = Objects.requireNonNullElse(path, "");
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    // a page is there for reading only; where nothing is, no method helps
    private void notAllowed(RoutingContext ctx) {
        Set<String> allowed = new TreeSet<>();
        for (Endpoint endpoint : contract.endpoints()) {
            if (ctx.normalizedPath().matches(endpoint.path().replaceAll("\\{\\w+}", "[^/]+"))) {
                allowed.add(endpoint.method());
            }
        }
        if (files.find(ctx.normalizedPath()).isPresent()) {
            allowed.add("GET");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        if (allowed.isEmpty()) {
            String message = "there is nothing at " + shortened(ctx.request().path());
            send(ctx, RestProblem.answer(404, List.of(new Fault(null, message))));
            return;
        }
        String methods = String.join(", ", allowed);
        ctx.response().putHeader(HttpHeaders.ALLOW, methods);
        String message =
                "expected one of " + methods + ", found " + ctx.request().method();
        send(ctx, RestProblem.answer(405, List.of(new Fault(null, message))));
    }

    /** Answers what is no HTTP, or too much of it. */
    void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        RestAnswer answer = RestProblem.answer(status, List.of(new Fault(null, "the request cannot be read")));
        HttpServerResponse response = request.response();
        SAFE_HEADERS.forEach(response::putHeader);
        response.endHandler(ended -> request.connection().close());
        var unused = response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(Buffer.buffer(answer.body()));
    }

    Router handler() {
        return router;
    }

    @Override
    public void close() {
        streams.close();
    }
}
