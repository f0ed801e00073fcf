package org.polymorph.daemon.alert;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox of a daemon and those who empty it. What happens is written down whether or not anybody is to be told. Thread-safe.
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final int MOST_UNWRITTEN = 100;

    private final AlertBook book;
    private final List<Courier> couriers = new ArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final List<Alert> unwritten = new ArrayList<>();

    private Alerts(AlertBook book) {
        this.book = book;
    }

    /**
     * Begins to tell receivers.
     *
     * @param source says in each alert which daemon it comes from
     * @throws org.polymorph.model.spi.ConfigurationException if there is no way to one of them
     */
    public static Alerts open(AlertBook book, List<AlertReceiver> receivers, String source, Clock clock) {
        return open(book, receivers, source, clock, Courier.Pace.DEFAULT);
    }

    static Alerts open(AlertBook book, List<AlertReceiver> receivers, String source, Clock clock, Courier.Pace pace) {
        Alerts alerts = new Alerts(book);
        if (!receivers.isEmpty()) {
            boolean ready = false;
            try {
                CamelDeliveries ways = new CamelDeliveries(source);
                alerts.closing.add(ways);
                for (AlertReceiver receiver : named(receivers)) {
                    alerts.couriers.add(new Courier(receiver, ways.to(receiver), book, clock, pace));
                }
                ready = true;
            } finally {
                if (!ready) {
                    alerts.close();
                }
            }
        }
        return alerts;
    }

    // two of one name would share a position
    private static List<AlertReceiver> named(List<AlertReceiver> receivers) {
        Set<String> names = new HashSet<>();
        List<AlertReceiver> all = new ArrayList<>();
        for (AlertReceiver receiver : receivers) {
            String name = receiver.name();
            for (int i = 2; !names.add(name); i++) {
                name = receiver.name() + "-" + i;
            }
            all.add(new AlertReceiver(name, receiver.way(), receiver.kinds()));
        }
        return all;
    }

    public AlertBook book() {
        return book;
    }

    /**
     * Tells of what lasts. Where it cannot be written down, as where the disk is full, receivers are told at once, and once more
     * under the same id when it can.
     */
    public void raise(Alert alert) {
        try {
            book.raise(alert);
        } catch (RuntimeException e) {
            synchronized (unwritten) {
                boolean known =
                        unwritten.stream().anyMatch(other -> other.subject().equals(alert.subject()));
                if (known || unwritten.size() == MOST_UNWRITTEN) {
                    return;
                }
                unwritten.add(alert);
            }
            LOG.warn("alert={} cannot be written down, it is told all the same: {}", alert.id(), alert.headline(), e);
            couriers.forEach(courier -> courier.tellNow(alert));
        }
    }

    /** Writes down what could not be before. */
    public void writeDown() {
        synchronized (unwritten) {
            while (!unwritten.isEmpty()) {
                book.raise(unwritten.get(0));
                unwritten.remove(0);
            }
        }
    }

    @Override
    public void close() {
        couriers.forEach(Courier::close);
        for (AutoCloseable resource : closing) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("the way to receivers of alerts does not close", e);
            }
        }
    }
}
