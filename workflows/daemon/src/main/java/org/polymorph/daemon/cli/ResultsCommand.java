package org.polymorph.daemon.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.RankedResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The ranked table of a campaign that is done. */
@Command(name = "results", description = "The structures found, ranked by enthalpy after their final relaxation.")
final class ResultsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CampaignOption campaign = new CampaignOption();

    ResultsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (CampaignDirectory directory = campaign.open()) {
            List<RankedResult> results = directory.reader().results();
            if (console.json()) {
                Map<String, Object> json =
                        Json.of("campaign", directory.campaign(), "results", CampaignTexts.results(directory.reader()));
                json.put("heldOut", HeldOutRounds.json(directory.reader()));
                console.write(json);
            } else if (results.isEmpty()) {
                console.say(CampaignTexts.headline(
                                directory.campaign(),
                                directory.reader().campaign().orElseThrow().state())
                        + "; no results yet");
            } else {
                CampaignTexts.results(results).lines().forEach(console::say);
            }
            List<String> heldOut = HeldOutRounds.lines(directory.reader());
            if (!heldOut.isEmpty()) {
                console.say("");
                heldOut.forEach(console::say);
            }
        }
        return ExitCode.DONE;
    }
}
