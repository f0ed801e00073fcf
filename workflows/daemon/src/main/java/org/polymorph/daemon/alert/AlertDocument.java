package org.polymorph.daemon.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Alert;

/** An alert as receivers get it. */
final class AlertDocument {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertDocument() {}

    /** Returns the JSON document; {@code text} is what chat services show. */
    static String json(Alert alert, String source) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", alert.id());
        json.put("at", alert.at().toString());
        json.put("kind", alert.kind().word());
        json.put("campaign", alert.campaign().orElse(null));
        json.put("site", alert.site().orElse(null));
        json.put("message", alert.message());
        json.put("source", source);
        json.put("text", "Polymorph: " + alert.headline() + ": " + alert.message());
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the text of a mail. */
    static String mail(Alert alert, String source) {
        return alert.message() + "\n\n"
                + alert.headline() + "\n"
                + "at     " + alert.at() + "\n"
                + "kind   " + alert.kind().word() + "\n"
                + "from   " + source + "\n"
                + "alert  " + alert.id() + "\n";
    }

    /** Returns the subject of a mail. */
    static String subject(Alert alert) {
        return "[polymorph] " + alert.headline();
    }
}
