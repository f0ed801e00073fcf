package org.polymorph.daemon.rest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.polymorph.daemon.rest.SiteStatus.Breaker;
import org.polymorph.engine.store.StoreFigures;
import org.polymorph.engine.store.StoreFigures.Active;
import org.polymorph.engine.store.StoreFigures.Count;
import org.polymorph.engine.store.StoreFigures.Wait;

/** What the store and the sites look like, for Prometheus; read when it is asked for, and not more often than every few seconds. */
final class StoreMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration[] WAITS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1),
        Duration.ofDays(7)
    };

    private final StoreFigures figures;
    private final Supplier<List<SiteStatus>> sites;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();
    private final Map<String, SiteStatus> lastSeen = new ConcurrentHashMap<>();
    private Instant read = Instant.MIN;
    private Instant waitsUntil;
    private volatile long done;

    StoreMetrics(CampaignApi api) {
        this.figures = new StoreFigures(api.reading());
        this.sites = api.sites();
        this.registry = api.metrics();
        this.clock = api.clock();
        this.waitsUntil = clock.instant();
        Gauge.builder("polymorph.campaigns.done", this, own -> own.done)
                .description("Campaigns that are done")
                .register(registry);
        bindProcess();
    }

    private void bindProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        // lives as long as the process
        @SuppressWarnings("resource")
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Reads all anew, unless that was done a moment ago. */
    synchronized void refresh() {
        Instant now = clock.instant();
        if (Duration.between(read, now).compareTo(FRESH) < 0 && !now.isBefore(read)) {
            return;
        }
        read = now;
        counts("polymorph.jobs", "Jobs by site and state", "site", figures.jobs());
        counts(
                "polymorph.calculations",
                "Structures handed to the code, by purpose and state",
                "purpose",
                figures.calculations());
        done = figures.done();
        for (Wait wait : figures.waits(waitsUntil)) {
            waitsUntil = wait.started();
            Timer.builder("polymorph.job.queue.wait")
                    .description("From the planning of a job until it was seen to run")
                    .tag("site", wait.site())
                    .serviceLevelObjectives(WAITS)
                    .register(registry)
                    .record(wait.duration());
        }
        campaigns(figures.active(now));
        sites(sites.get());
    }

    private void counts(String name, String description, String what, List<Count> counts) {
        List<Row<?>> rows = new ArrayList<>();
        counts.forEach(count ->
                rows.add(Row.of(Tags.of(what, word(count.site()), "state", word(count.state())), count.rows())));
        register(name, description, rows);
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void register(String name, String description, List<Row<?>> rows) {
        gauges.computeIfAbsent(
                        name,
                        key -> MultiGauge.builder(key).description(description).register(registry))
                .register(rows, true);
    }

    private void campaigns(List<Active> active) {
        campaigns("polymorph.campaign.round", "Round of an active campaign", active, one -> one.campaign()
                .state()
                .round());
        campaigns("polymorph.campaign.labels", "Labels of an active campaign", active, one -> one.campaign()
                .state()
                .labels());
        campaigns(
                "polymorph.campaign.failed.labels", "Failed labels of an active campaign", active, one -> one.campaign()
                        .state()
                        .failedLabels());
        campaigns("polymorph.campaign.core.hours", "Core-hours of an active campaign", active, Active::coreHours);
        campaigns(
                "polymorph.campaign.trouble",
                "1 where a person has to look at a campaign",
                active,
                one -> one.campaign().trouble().isEmpty() ? 0 : 1);
        heldOut("polymorph.campaign.surrogate.energy.mae", "meV/atom", active, "energy", "mae");
        heldOut("polymorph.campaign.surrogate.force.mae", "eV/Å", active, "forces", "mae");
        heldOut("polymorph.campaign.surrogate.energy.rmse.over.std", "1 where right", active, "energy", "rmseOverStd");
        List<Row<?>> rows = new ArrayList<>();
        active.forEach(one -> rows.add(Row.of(
                Tags.of(
                        "campaign",
                        one.campaign().id(),
                        "phase",
                        one.campaign().state().phase().word(),
                        "wish",
                        word(one.campaign().wish().name())),
                1)));
        register(
                "polymorph.campaign.info", "1 for each active campaign, with its phase and what is wished of it", rows);
    }

    private void campaigns(String name, String description, List<Active> active, ToDoubleFunction<Active> value) {
        List<Row<?>> rows = new ArrayList<>();
        active.forEach(one -> rows.add(Row.of(Tags.of("campaign", one.campaign().id()), value.applyAsDouble(one))));
        register(name, description, rows);
    }

    private void heldOut(String name, String unit, List<Active> active, String quantity, String figure) {
        List<Row<?>> rows = new ArrayList<>();
        for (Active one : active) {
            if (one.heldOut().isPresent()
                    && one.heldOut().get().get(quantity) instanceof Map<?, ?> errors
                    && errors.get(figure) instanceof Number number) {
                rows.add(Row.of(Tags.of("campaign", one.campaign().id()), number.doubleValue()));
            }
        }
        register(name, "Error of the surrogate on the newest labels, which it had not seen, " + unit, rows);
    }

    private void sites(List<SiteStatus> found) {
        List<Row<?>> breakers = new ArrayList<>();
        List<Row<?>> queued = new ArrayList<>();
        List<Row<?>> running = new ArrayList<>();
        List<Row<?>> capacity = new ArrayList<>();
        for (SiteStatus site : found) {
            Tags tags = Tags.of("site", site.name());
            for (Breaker state : Breaker.values()) {
                breakers.add(Row.of(tags.and("state", state.word()), site.breaker() == state ? 1 : 0));
            }
            queued.add(Row.of(tags, site.queued()));
            running.add(Row.of(tags, site.running()));
            if (site.capacity().isPresent()) {
                capacity.add(Row.of(tags, site.capacity().getAsInt()));
            }
            if (lastSeen.put(site.name(), site) == null) {
                costs(site.name());
            }
        }
        register("polymorph.site.breaker", "1 for the state that the breaker of log-ins is in", breakers);
        register("polymorph.site.queued", "Jobs that wait, on the site or to be handed over", queued);
        register("polymorph.site.running", "Jobs that run", running);
        register("polymorph.site.capacity", "Jobs that the site takes at a time", capacity);
    }

    // a site that is let go of keeps its last figures: they begin anew with its next scheduler
    private void costs(String site) {
        FunctionCounter.builder("polymorph.site.polls", lastSeen, seen -> status(seen, site)
                        .polls())
                .description("Looks at the queue of a site")
                .tag("site", site)
                .register(registry);
        FunctionCounter.builder("polymorph.site.requests", lastSeen, seen -> status(seen, site)
                        .requests())
                .description("Commands of the batch system that were run on a site")
                .tag("site", site)
                .register(registry);
        FunctionCounter.builder(
                        "polymorph.site.poll.seconds",
                        lastSeen,
                        seen -> status(seen, site).polling().toNanos() / 1e9)
                .description("Time that looks at the queue of a site took")
                .tag("site", site)
                .register(registry);
    }

    private static SiteStatus status(Map<String, SiteStatus> seen, String site) {
        return Objects.requireNonNull(seen.get(site), site);
    }
}
