package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.engine.timing.Windows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All campaigns, those of the daemon and those of `run`. */
@Command(name = "list", description = "All campaigns and where they stand, the one made last first.")
final class ListCommand implements Callable<Integer> {
    private static final int MOST = 1000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Table table = new Table("campaign", "state", "round", "labels", "submitted (UTC)", "data in");
        List<Object> json = new ArrayList<>();
        boolean everywhere = data.named().isEmpty() && data.server().isEmpty();
        for (Path path : everywhere ? CampaignDirectory.all() : List.of(data.directory())) {
            try (Database database = CampaignDirectory.openReadOnly(path, data.server())) {
                for (StoredCampaign campaign : new CampaignControl(database, Clock.systemUTC()).campaigns(MOST, 0)) {
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
            case RUN -> phase + waiting(campaign);
            case PAUSE -> "paused, " + phase;
            case STOP -> "stopping, " + phase + waiting(campaign);
            case CANCEL -> "cancelling";
        };
    }

    // another campaign is known to be done only to whoever sees its row: this one is told of before it has begun
    private static String waiting(StoredCampaign campaign) {
        if (campaign.waitsFor().isPresent() && campaign.state().candidates() == 0) {
            return ", waits for " + campaign.waitsFor().get();
        }
        return Windows.waiting(Windows.of(campaign.spec()), Instant.now())
                .map(words -> ", " + words)
                .orElse("");
    }

    /** Returns when the campaign may begin work where it may not now, by its windows; else null. */
    static @Nullable String opens(StoredCampaign campaign) {
        if (campaign.state().phase() == Phase.DONE) {
            return null;
        }
        Instant now = Instant.now();
        return Windows.allOpenAt(Windows.of(campaign.spec()), now)
                .filter(opens -> !opens.equals(now))
                .map(Instant::toString)
                .orElse(null);
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
        json.put("schedule", campaign.schedule().orElse(null));
        json.put("windowOpens", opens(campaign));
        json.put("round", campaign.state().round());
        json.put("labels", campaign.state().labels());
        json.put("createdAt", Instant.ofEpochMilli(campaign.createdAt()).toString());
        return json;
    }
}
