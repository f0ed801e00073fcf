package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.StoredCampaign;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All campaigns, those of the daemon and those of `run`. */
@Command(name = "list", description = "All campaigns and where they stand, the one made last first.")
final class ListCommand implements Callable<Integer> {
    private static final int MOST = 1000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Console console;

    @Option(
            names = {"--data", "--dir"},
            paramLabel = "DIR",
            description = "Directory of the data; by default all under polymorph-data.")
    private Optional<Path> directory = Optional.empty();

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Path> directories = directory.map(List::of).orElseGet(CampaignDirectory::all);
        Table table = new Table("campaign", "state", "round", "labels", "submitted (UTC)", "data in");
        List<Object> json = new ArrayList<>();
        for (Path path : directories) {
            if (!DataDirectory.holdsCampaign(path)) {
                throw new UsageException(path + ": expected a directory with campaigns, found "
                        + (Files.exists(path) ? "none in it" : "nothing"));
            }
            try (Database database = Database.openReadOnly(DataDirectory.database(path))) {
                for (StoredCampaign campaign :
                        new CampaignControl(database, java.time.Clock.systemUTC()).campaigns(MOST, 0)) {
                    table.row(
                            campaign.id(),
                            state(campaign),
                            Integer.toString(campaign.state().round()),
                            Integer.toString(campaign.state().labels()),
                            TIME.format(Instant.ofEpochMilli(campaign.createdAt())),
                            path.toString());
                    json.add(json(campaign, path));
                }
            }
        }
        if (console.json()) {
            console.write(Map.of("campaigns", json));
        } else if (json.isEmpty()) {
            console.say("no campaigns yet: polymorph submit CAMPAIGN.yaml, or polymorph run CAMPAIGN.yaml");
        } else {
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    /** Returns where a campaign stands, in a few words. */
    static String state(StoredCampaign campaign) {
        ExitReason exit = campaign.state().exit();
        if (campaign.state().phase() == Phase.DONE && exit != null) {
            return "done: " + exit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        String phase = campaign.state().phase().word();
        if (!campaign.trouble().isEmpty()) {
            return "trouble: " + campaign.trouble();
        }
        return switch (campaign.wish()) {
            case RUN -> phase;
            case PAUSE -> "paused, " + phase;
            case STOP -> "stopping, " + phase;
            case CANCEL -> "cancelling";
        };
    }

    private static Map<String, @Nullable Object> json(StoredCampaign campaign, Path path) {
        ExitReason exit = campaign.state().exit();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign.id());
        json.put("directory", path.toString());
        json.put("phase", campaign.state().phase().word());
        json.put("exit", exit == null ? null : exit.name());
        json.put("wish", campaign.wish() == Wish.RUN ? null : campaign.wish().name());
        json.put("trouble", campaign.trouble().isEmpty() ? null : campaign.trouble());
        json.put("round", campaign.state().round());
        json.put("labels", campaign.state().labels());
        json.put("createdAt", Instant.ofEpochMilli(campaign.createdAt()).toString());
        return json;
    }
}
