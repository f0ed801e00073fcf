package org.polymorph.engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.engine.config.SiteSpec.SchedulerType;
import org.polymorph.model.spi.Settings;

/**
 * A key of a site's scheduler that not every type of it has.
 *
 * @param types that have it
 */
record SchedulerKey(String name, List<SchedulerType> types) {
    private static final List<SchedulerType> CLUSTERS = Arrays.stream(SchedulerType.values())
            .filter(SchedulerType::isCluster)
            .toList();

    private static final List<SchedulerKey> KEYS = List.of(
            new SchedulerKey("maxRunning", List.of(SchedulerType.LOCAL)),
            new SchedulerKey("partition", List.of(SchedulerType.SLURM)),
            new SchedulerKey("arraySize", List.of(SchedulerType.SLURM)),
            new SchedulerKey("queue", List.of(SchedulerType.PBS, SchedulerType.GRIDENGINE, SchedulerType.LSF)),
            new SchedulerKey("parallelEnvironment", List.of(SchedulerType.GRIDENGINE)),
            new SchedulerKey("account", CLUSTERS),
            new SchedulerKey("maxQueued", CLUSTERS),
            new SchedulerKey("extra", CLUSTERS));

    SchedulerKey {
        types = List.copyOf(types);
    }

    /** Adds a problem for each key that does not belong to the type. */
    static void check(Settings section, SchedulerType type) {
        for (SchedulerKey key : KEYS) {
            if (section.has(key.name()) && !key.types().contains(type)) {
                String types = key.types().stream().map(SiteReader::word).collect(Collectors.joining(", "));
                section.reject(
                        key.name(),
                        "belongs to scheduler type " + types + "; the type here is " + SiteReader.word(type));
            }
        }
    }
}
