package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.engine.store.Database;
import org.polymorph.model.spi.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a campaign among those that a daemon works on. */
@Command(name = "submit", description = "Put a campaign among those that a daemon works on, now or when it is started.")
final class SubmitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "CAMPAIGN.yaml", description = "The campaign's file.")
    private Path file = Path.of("");

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value for a setting, such as campaign=si8-b or seed=2; may be given several times.")
    private List<String> sets = List.of();

    @Option(names = "--site", paramLabel = "NAME", description = "The site to run on, in place of the file's.")
    private Optional<String> site = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key: submitted again under it, the campaign is still one.")
    private Optional<String> key = Optional.empty();

    SubmitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Loaded loaded = ConfigLoader.ofSystem().campaign(file, sets, site);
        List<String> problems = CampaignCheck.problems(loaded);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        boolean isNew;
        try (Database database = data.open()) {
            isNew = new CampaignControl(database, Clock.systemUTC())
                    .submit(new Submission(loaded.campaign().name(), loaded.tree(), base.toString(), key));
        }
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("campaign", loaded.campaign().name());
            json.put("directory", data.directory().toString());
            json.put("new", isNew);
            console.write(json);
        } else {
            console.say(loaded.campaign().name() + (isNew ? ": submitted" : ": was submitted before") + ", data in "
                    + data.directory());
        }
        return ExitCode.DONE;
    }
}
