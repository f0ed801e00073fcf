package org.polymorph.daemon.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.Sha256;

/**
 * Files of the class path: {@code webroot/} at the top, and those of WebJars below {@code /webjars/}, with their version in the
 * path or without. Keeps the files read last in memory. Thread-safe.
 */
final class StaticFiles {
    private static final String WEBJARS = "/webjars/";
    private static final String WEBJAR_RESOURCES = "META-INF/resources/webjars/";
    private static final List<String> WEBJAR_GROUPS = List.of("org.webjars", "org.webjars.npm", "org.webjars.bower");
    // no hidden file, no way up
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)*/?");
    private static final Pattern WITHOUT_VERSION = Pattern.compile("([A-Za-z0-9._-]+)/(.+)");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    private static final int REMEMBERED = 64;
    private static final int LARGEST = 8 << 20;

    private final ClassLoader loader = StaticFiles.class.getClassLoader();
    private final Map<String, Optional<StaticFile>> files =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<StaticFile>> eldest) {
                    return size() > REMEMBERED;
                }
            });

    /**
     * A file to be sent.
     *
     * @param tag changes with the content
     * @param isLasting whether another content would have another path
     */
    record StaticFile(RestAnswer plain, RestAnswer gzipped, String tag, boolean isLasting) {
        /** Returns the content as a client takes it. */
        RestAnswer answer(@Nullable String acceptEncoding) {
            return plain.isTakenAsGzip(acceptEncoding) ? gzipped : plain;
        }
    }

    /** Returns the file at a path; empty where there is none. */
    Optional<StaticFile> find(String path) {
        if (path.length() > 300 || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        Optional<StaticFile> known = files.get(path);
        if (known == null) {
            known = path.startsWith(WEBJARS)
                    ? webjar(path.substring(WEBJARS.length()))
                    : read("webroot" + (path.endsWith("/") ? path + "index.html" : path), false);
            if (known.isPresent()) {
                files.put(path, known);
            }
        }
        return known;
    }

    private Optional<StaticFile> webjar(String path) {
        Optional<StaticFile> found = read(WEBJAR_RESOURCES + path, true);
        Matcher matcher = WITHOUT_VERSION.matcher(path);
        if (found.isPresent() || !matcher.matches()) {
            return found;
        }
        return version(matcher.group(1))
                .flatMap(version ->
                        read(WEBJAR_RESOURCES + matcher.group(1) + "/" + version + "/" + matcher.group(2), false));
    }

    private Optional<String> version(String name) {
        for (String group : WEBJAR_GROUPS) {
            try (InputStream in =
                    loader.getResourceAsStream("META-INF/maven/" + group + "/" + name + "/pom.properties")) {
                if (in != null) {
                    Properties properties = new Properties();
                    properties.load(in);
                    return Optional.ofNullable(properties.getProperty("version"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }

    private Optional<StaticFile> read(String resource, boolean isLasting) {
        String suffix = resource.substring(resource.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!TYPES.containsKey(suffix)) {
            return Optional.empty();
        }
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readNBytes(LARGEST);
            RestAnswer plain = new RestAnswer(200, Objects.requireNonNull(TYPES.get(suffix)), content, Map.of());
            return Optional.of(new StaticFile(plain, plain.encodedFor("gzip"), Sha256.of(content), isLasting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
