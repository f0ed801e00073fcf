package org.polymorph.components.batch;

import java.nio.file.Path;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.spi.ConfigurationException;

/** Reads site files for components. */
public record SiteOption(String directory) {

    /**
     * Reads the file of a site.
     *
     * @param tried what else was looked for in vain, for the message
     * @throws IllegalArgumentException if there is no such file or it cannot be used, with every problem
     */
    public SiteSpec read(String name, String tried) {
        try {
            return ConfigLoader.ofSystem().site(name, Path.of(directory));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(
                    (tried.isEmpty() ? "" : tried + "; nor can its file be used: ") + e.getMessage(), e);
        }
    }
}
