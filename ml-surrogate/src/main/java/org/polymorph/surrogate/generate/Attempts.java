package org.polymorph.surrogate.generate;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.ConfigurationException;

/** Counts why the cells tried for one structure were refused. Not thread-safe. */
final class Attempts {
    private final Map<String, Integer> failures = new TreeMap<>();

    void failed(String reason) {
        failures.merge(reason, 1, Integer::sum);
    }

    /** Makes the error that says what failed most, and what may be changed. */
    ConfigurationException exhausted(Composition composition, RandomSettings settings) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "no random structure of %s was found in %d attempts at %.4g to %.4g Å³ per atom",
                composition,
                settings.attempts(),
                settings.minVolume(),
                settings.maxVolume()));
        String separator = ": ";
        for (Map.Entry<String, Integer> failure : failures.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .toList()) {
            text.append(separator)
                    .append(failure.getKey())
                    .append(" (")
                    .append(failure.getValue())
                    .append(" times)");
            separator = "; ";
        }
        MinimumDistances.Bound bound = settings.distances().packingBound(composition);
        text.append(String.format(
                Locale.ROOT,
                ". These minimum distances need at least %.4g Å³ per atom in the densest packing, some twice that at"
                        + " random: lower minDistance, raise volumePerAtom or attempts, or widen lengthRatio and angles",
                bound.volumePerAtom()));
        return new ConfigurationException(text.toString());
    }
}
