package org.polymorph.daemon.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which campaign a command is about. */
final class CampaignOption {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "Name of the campaign; may be left out where there is only one.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private DataOptions data = new DataOptions();

    /** Opens the campaign to ask something of it. */
    CampaignDirectory openForWishes() {
        return CampaignDirectory.openForWishes(id, data);
    }

    CampaignDirectory open() {
        return CampaignDirectory.open(id, data);
    }
}
