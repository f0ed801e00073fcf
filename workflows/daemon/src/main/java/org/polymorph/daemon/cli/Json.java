package org.polymorph.daemon.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/** The JSON documents of the command line, as trees of maps and lists; numbers round-trip exactly, NaN becomes null. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Json() {}

    static void write(Object document, PrintStream out) {
        try {
            out.println(MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this document cannot be written as JSON: " + document, e);
        }
    }

    /** Returns a document of two members in the order given, which {@link Map#of} does not keep. */
    public static Map<String, Object> of(String key, Object value, String otherKey, Object otherValue) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(key, value);
        json.put(otherKey, otherValue);
        return json;
    }

    /** Returns {@code {"lattice": [[…]], "species": […], "fractional": [[…]]}}. */
    public static Map<String, Object> of(Structure structure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lattice", rows(structure.lattice().toArray()));
        json.put("species", structure.species().stream().map(Element::symbol).toList());
        json.put("fractional", rows(structure.fractional()));
        return json;
    }

    /** Returns energy, forces and stress. */
    public static Map<String, @Nullable Object> of(Evaluation evaluation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("energy", number(evaluation.energy()));
        json.put("forces", rows(evaluation.forces()));
        json.put("stress", numbers(evaluation.stress().toVoigt()));
        return json;
    }

    /** Returns kind, detail, evidence and remedy. */
    public static Map<String, Object> of(CalculationFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", failure.kind().name());
        json.put("detail", failure.detail());
        json.put("evidence", failure.evidence());
        json.put("remedy", failure.remedy());
        return json;
    }

    /** Returns N×3 numbers as rows of three. */
    public static List<List<@Nullable Double>> rows(double[] values) {
        List<List<@Nullable Double>> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i += 3) {
            rows.add(numbers(values[i], values[i + 1], values[i + 2]));
        }
        return rows;
    }

    /** Returns numbers as a list. */
    public static List<@Nullable Double> numbers(double... values) {
        List<@Nullable Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(number(value));
        }
        return list;
    }

    /** Returns the number, or null where it is not finite: JSON has no word for that. */
    public static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
