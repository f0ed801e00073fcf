package org.polymorph.daemon.rest;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a status and what is wrong with it. */
final class RestProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Fault> faults;

    /**
     * One thing that is wrong.
     *
     * @param field what is at fault; null where it is the request as a whole
     */
    record Fault(@Nullable String field, String message) {}

    RestProblem(int status, List<Fault> faults) {
        super(status + " " + faults);
        this.status = status;
        this.faults = List.copyOf(faults);
    }

    static RestProblem of(int status, @Nullable String field, String message) {
        return new RestProblem(status, List.of(new Fault(field, message)));
    }

    static RestProblem notFound(String field, String message) {
        return of(404, field, message);
    }

    int status() {
        return status;
    }

    RestAnswer answer() {
        return answer(status, faults);
    }

    static RestAnswer answer(int status, List<Fault> faults) {
        List<Map<String, @Nullable Object>> errors = new ArrayList<>();
        for (Fault fault : faults) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("field", fault.field());
            error.put("message", fault.message());
            errors.add(error);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", status);
        json.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        json.put("errors", errors);
        return RestAnswer.json(status, json);
    }
}
