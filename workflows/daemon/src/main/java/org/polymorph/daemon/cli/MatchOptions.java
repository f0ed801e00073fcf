package org.polymorph.daemon.cli;

import org.polymorph.surrogate.match.MatchSettings;
import picocli.CommandLine.Option;

/** The options that say when two crystals are the same. */
final class MatchOptions {
    static final int MOST_NEIGHBOURS = 100_000;

    @Option(
            names = "--tolerance",
            paramLabel = "Å",
            description = "Largest distance of two crystals that are the same; by default ${DEFAULT-VALUE}.",
            defaultValue = "0.05")
    private double tolerance;

    @Option(
            names = "-k",
            paramLabel = "K",
            description = "Neighbours in the distance distributions; by default ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int neighbours;

    @Option(names = "--positions-only", description = "Do not tell elements apart.")
    private boolean positionsOnly;

    @Option(names = "--chiral", description = "Tell mirror images apart.")
    private boolean chiral;

    /**
     * Returns the settings.
     *
     * @throws UsageException if one cannot be used
     */
    MatchSettings settings() {
        if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
            throw new UsageException("--tolerance: expected a length in Å of zero or above, found " + tolerance);
        }
        if (neighbours < 1 || neighbours > MOST_NEIGHBOURS) {
            throw new UsageException("-k: expected a whole number of at least 1 and at most " + MOST_NEIGHBOURS
                    + ", found " + neighbours);
        }
        return new MatchSettings(tolerance, neighbours, !positionsOnly, chiral);
    }
}
