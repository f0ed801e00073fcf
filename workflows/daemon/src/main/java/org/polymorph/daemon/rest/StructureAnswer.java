package org.polymorph.daemon.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.Json;
import org.polymorph.model.format.Cif;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.Poscar;

/** One structure as an answer, in the format asked for. */
final class StructureAnswer {
    private StructureAnswer() {}

    static RestAnswer of(Frame frame, String format) {
        if (format.equals("json")) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(Json.of(frame.structure()));
            frame.evaluation().ifPresent(evaluation -> json.putAll(Json.of(evaluation)));
            return RestAnswer.json(json);
        }
        StringBuilder text = new StringBuilder();
        switch (format) {
            case "cif" -> Cif.write(text, List.of(frame));
            case "poscar" -> Poscar.write(text, frame);
            default -> ExtXyz.write(text, List.of(frame));
        }
        return RestAnswer.text("text/plain; charset=utf-8", text.toString());
    }
}
