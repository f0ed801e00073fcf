package org.polymorph.daemon.rest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.polymorph.daemon.rest.Contract.Endpoint;
import org.polymorph.daemon.rest.EventStream.Start;
import org.polymorph.engine.store.EventLists;
import org.polymorph.engine.store.EventLists.Cursor;

/** The clients that listen to events, so many at most. */
final class EventStreams implements AutoCloseable {
    private static final Set<String> OPERATIONS = Set.of("campaignEvents", "events");
    private static final String TYPE = "text/event-stream";
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    private final Vertx vertx;
    private final CampaignOperations campaigns;
    private final EventLists events;
    private final EventHub hub;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    EventStreams(Vertx vertx, CampaignOperations campaigns, CampaignApi api, int most) {
        this.vertx = vertx;
        this.campaigns = campaigns;
        this.events = new EventLists(api.reading());
        this.hub = new EventHub(api.reading(), api.clock());
        this.most = most;
        io.micrometer.core.instrument.Gauge.builder("polymorph.http.streams", open, AtomicInteger::get)
                .description("Clients that listen to events")
                .register(api.metrics());
    }

    /** Returns whether a client asks for a stream of events in place of a list. */
    boolean isWanted(HttpServerRequest request, Endpoint endpoint) {
        return HttpMethod.GET.equals(request.method())
                && OPERATIONS.contains(endpoint.id())
                && Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "")
                        .contains(TYPE);
    }

    /** Begins a stream, or tells what is wrong. */
    Future<Void> open(RoutingContext ctx, Supplier<RestRequest> request, Consumer<Throwable> problem) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            problem.accept(RestProblem.of(503, null, "expected at most " + most + " streams of events at a time"));
            return Future.succeededFuture();
        }
        Context context = vertx.getOrCreateContext();
        return context.executeBlocking(() -> start(request.get()), false)
                .onFailure(failure -> {
                    open.decrementAndGet();
                    problem.accept(failure);
                })
                .onSuccess(start -> begin(context, ctx.response(), start))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Start start(RestRequest request) {
        Optional<String> campaign = request.find("id");
        campaign.ifPresent(campaigns::require);
        Optional<Cursor> last =
                request.find("Last-Event-ID").map(text -> EventOperations.cursor("Last-Event-ID", text));
        Optional<Cursor> after = request.find("after").map(text -> EventOperations.cursor("after", text));
        return last.or(() -> after)
                .map(cursor -> new Start(campaign, cursor, true))
                .orElseGet(() -> new Start(campaign, events.end(campaign), false));
    }

    private void begin(Context context, HttpServerResponse response, Start start) {
        if (response.closed()) {
            open.decrementAndGet();
            return;
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(context, response, events, start);
        long timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, tick -> stream.keepAlive());
        response.closeHandler(closed -> {
            hub.remove(stream);
            vertx.cancelTimer(timer);
            open.decrementAndGet();
        });
        hub.add(stream);
        stream.begin();
    }

    @Override
    public void close() {
        hub.close();
    }
}
