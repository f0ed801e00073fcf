package org.polymorph.daemon.service;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.alert.Alerts;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.engine.store.DiskFull;

/** Raises alerts of machines that need a person, this one among them, and notes when that is over. Not thread-safe. */
final class SiteAlerts {
    /** Room on this machine below which a person is told, while the database can still be written. */
    private static final long LITTLE_ROOM = 64L << 20;

    private static final String SITES = "site/";

    private final Path directory;
    private final Alerts alerts;
    private final Clock clock;
    private @Nullable Set<String> standing;

    SiteAlerts(Path directory, Alerts alerts, Clock clock) {
        this.directory = directory;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * Compares what is wrong now with what stands.
     *
     * @param troubles by site, each in words; sites that nobody can tell of now are left out
     */
    void look(Map<String, Map<AlertKind, String>> troubles) {
        alerts.writeDown();
        List<Alert> now = new ArrayList<>();
        troubles.forEach((site, kinds) ->
                kinds.forEach((kind, message) -> now.add(Alert.ofSite(kind, site, message, clock.instant()))));
        long room = directory.toFile().getUsableSpace();
        if (room < LITTLE_ROOM) {
            now.add(full(room / 1024 + " KiB of room are left"));
        }
        Set<String> before = standing();
        Set<String> subjects = new TreeSet<>();
        for (Alert alert : now) {
            subjects.add(alert.subject());
            if (!before.contains(alert.subject())) {
                alerts.raise(alert);
            }
        }
        for (String subject : before) {
            boolean own = subject.startsWith(SITES);
            boolean seen = !own || troubles.keySet().stream().anyMatch(site -> subject.startsWith(SITES + site + "/"));
            if (!seen) {
                subjects.add(subject);
            } else if (!subjects.contains(subject)) {
                alerts.book().end(subject);
            }
        }
        standing = subjects;
    }

    /** Takes note of a look at the campaigns that has failed. */
    void failed(RuntimeException failure) {
        if (DiskFull.isCauseOf(failure, directory)) {
            alerts.raise(full("what is to be written down is tried again"));
        }
    }

    private Alert full(String message) {
        return Alert.ofDaemon(AlertKind.DISK, directory + ": the disk or a quota is full: " + message, clock.instant());
    }

    private Set<String> standing() {
        if (standing == null) {
            Set<String> found = new TreeSet<>(alerts.book().standing(SITES));
            found.addAll(alerts.book().standing("daemon/" + AlertKind.DISK.word()));
            standing = found;
        }
        return standing;
    }
}
