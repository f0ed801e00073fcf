package org.polymorph.daemon.rest;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. With a token, those who carry it. Without one, programs of this machine: a page of another site that
 * runs in a browser of this machine is told by the name under which it reached the server, and by its origin.
 */
final class RequestGuard {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|[a-z0-9-]+\\.localhost|127(?:\\.\\d{1,3}){3}|\\[::1]|::1");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final RestOptions options;

    RequestGuard(RestOptions options) {
        this.options = options;
    }

    /**
     * Lets a request pass.
     *
     * @param open whether everybody may ask
     * @throws RestProblem if it must not
     */
    void check(HttpServerRequest request, boolean open) {
        if (options.token().isPresent()) {
            if (!open && !options.token().get().isIn(request.getHeader("authorization"))) {
                throw RestProblem.of(401, "Authorization", "expected the header Authorization: Bearer TOKEN");
            }
            return;
        }
        String host = hostName(request.getHeader("host"));
        if (!LOOPBACK.matcher(host).matches() && !host.equalsIgnoreCase(options.host())) {
            throw RestProblem.of(
                    421,
                    "Host",
                    "expected localhost or " + options.host() + ", found \"" + host + "\"; with a token any will do");
        }
        if (!READING.contains(request.method()) && isFromElsewhere(request)) {
            throw RestProblem.of(403, "Origin", "a page of another site cannot change anything here");
        }
    }

    private static boolean isFromElsewhere(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("origin");
        @Nullable String site = request.getHeader("sec-fetch-site");
        boolean other = origin != null && !origin.equalsIgnoreCase("http://" + request.getHeader("host"));
        return other || (site != null && !site.equals("same-origin") && !site.equals("none"));
    }

    private static String hostName(@Nullable String header) {
        return Objects.requireNonNullElse(header, "")
                .replaceFirst(":\\d{1,5}$", "")
                .toLowerCase(Locale.ROOT);
    }
}
