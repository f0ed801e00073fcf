package org.polymorph.engine.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.polymorph.model.spi.Settings;

/** A tree after all layers, with the place of every path; a path that was not written has its nearest section's place. */
final class MergedConfig {
    private final ImmutableNode root;
    private final Map<String, String> places = new HashMap<>();

    MergedConfig(ImmutableNode root) {
        this.root = root;
        ConfigNodes.collectPlaces(root, "", places);
    }

    Settings settings() {
        return Settings.of(ConfigNodes.plainSection(root), this::place);
    }

    String place(String path) {
        String nearest = path;
        while (!places.containsKey(nearest)) {
            int cut = Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['));
            nearest = nearest.substring(0, Math.max(0, cut));
        }
        return String.valueOf(places.get(nearest));
    }
}
