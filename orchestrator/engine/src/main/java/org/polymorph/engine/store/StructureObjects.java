package org.polymorph.engine.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;

/**
 * Structures in extxyz objects, many in one. Numbers come back to the last bit. Thread-safe; keeps the objects read last in
 * memory.
 */
public final class StructureObjects {
    private static final int CACHED = 32;

    private final ObjectStore objects;
    private final Map<String, List<Frame>> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Frame>> eldest) {
            return size() > CACHED;
        }
    };

    public StructureObjects(ObjectStore objects) {
        this.objects = objects;
    }

    /** Stores frames as one object and returns its hash. */
    public String put(List<Frame> frames) {
        return objects.put(file -> {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                ExtXyz.write(out, frames);
            }
        });
    }

    /** Returns one frame of an object. */
    public Frame get(String hash, int position) {
        return all(hash).get(position);
    }

    private synchronized List<Frame> all(String hash) {
        List<Frame> frames = cache.get(hash);
        if (frames == null) {
            try (Reader in = Files.newBufferedReader(objects.get(hash), StandardCharsets.UTF_8)) {
                frames = List.copyOf(ExtXyz.read(in, "object " + hash));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cache.put(hash, frames);
        }
        return frames;
    }
}
