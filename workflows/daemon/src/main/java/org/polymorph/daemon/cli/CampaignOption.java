package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which campaign a command is about. */
final class CampaignOption {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "Name of the campaign; may be left out where there is only one.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the campaign's data; by default polymorph-data/ID.")
    private Optional<Path> directory = Optional.empty();

    /** Opens the campaign to ask something of it. */
    CampaignDirectory openForWishes() {
        return CampaignDirectory.openForWishes(id, directory);
    }

    CampaignDirectory open() {
        return CampaignDirectory.open(id, directory);
    }
}
