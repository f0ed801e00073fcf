package org.polymorph.daemon.alert;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertKind;

/** Tells receivers of a test, so that a person sees whether alerts arrive. */
public final class AlertTrial {
    private AlertTrial() {}

    /**
     * Tells each receiver once.
     *
     * @return what was wrong, by receiver; empty where it took the alert
     */
    public static Map<String, Optional<String>> run(List<AlertReceiver> receivers, String source, Clock clock) {
        Map<String, Optional<String>> problems = new LinkedHashMap<>();
        Alert alert = Alert.ofDaemon(AlertKind.TEST, "alerts of this daemon arrive here", clock.instant());
        try (CamelDeliveries ways = new CamelDeliveries(source)) {
            for (AlertReceiver receiver : receivers) {
                Delivery way = ways.to(receiver);
                try {
                    way.send(alert);
                    problems.put(receiver.name(), Optional.empty());
                } catch (Exception e) {
                    problems.put(receiver.name(), Optional.of(way.problem(e)));
                }
            }
        }
        return problems;
    }
}
