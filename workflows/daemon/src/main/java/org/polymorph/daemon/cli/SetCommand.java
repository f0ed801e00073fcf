package org.polymorph.daemon.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.Database;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a budget of a campaign, or a cap of a site, while campaigns run. */
@Command(
        name = "set",
        description =
                "Change budgets of a campaign while it runs: polymorph set si8 stop.labels=500; or the cap on the jobs of a"
                        + " site: polymorph set --site hpc1 maxJobs=20 (maxJobs=file takes it back).")
final class SetCommand implements Callable<Integer> {
    private static final String CAP = "maxJobs";

    private final Console console;

    @Parameters(
            paramLabel = "[ID] KEY=VALUE",
            arity = "1..*",
            description =
                    "Name of the campaign, and what is changed: stop.labels, stop.rounds, stop.walltime, stop.coreHours.")
    private List<String> words = List.of();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--site", paramLabel = "NAME", description = "The site whose cap is changed.")
    private Optional<String> site = Optional.empty();

    SetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> pairs = words.stream().filter(word -> word.contains("=")).toList();
        List<String> names = words.stream().filter(word -> !word.contains("=")).toList();
        if (pairs.isEmpty() || names.size() > 1) {
            throw new UsageException("expected [ID] KEY=VALUE…, found " + String.join(" ", words));
        }
        if (site.isPresent()) {
            if (!names.isEmpty()) {
                throw new UsageException(
                        "expected a campaign or --site, found both: " + names.get(0) + " and " + site.get());
            }
            cap(site.get(), pairs);
        } else {
            budgets(names.stream().findFirst(), pairs);
        }
        return ExitCode.DONE;
    }

    private void budgets(Optional<String> id, List<String> pairs) {
        BudgetChanges changes = BudgetChanges.NONE;
        for (String pair : pairs) {
            String key = pair.substring(0, pair.indexOf('='));
            changes = changes.then(change(key, pair.substring(pair.indexOf('=') + 1)));
        }
        try (CampaignDirectory campaign = CampaignDirectory.openForWishes(id, data)) {
            BudgetChanges all = campaign.control().changeBudgets(campaign.campaign(), changes);
            if (console.json()) {
                console.write(Map.of("campaign", campaign.campaign(), "budgets", all));
            } else {
                List<String> texts = new ArrayList<>();
                all.shown().forEach((key, value) -> texts.add(key + "=" + value));
                console.say(campaign.campaign() + ": " + String.join(" ", texts) + ", from the end of the round on");
            }
        }
    }

    private static BudgetChanges change(String key, String value) {
        return switch (key) {
            case "stop.labels" -> new BudgetChanges(whole(key, value), null, null, null);
            case "stop.rounds" -> new BudgetChanges(null, whole(key, value), null, null);
            case "stop.walltime" ->
                new BudgetChanges(null, null, duration(key, value).toMillis(), null);
            case "stop.coreHours" -> new BudgetChanges(null, null, null, number(key, value));
            default ->
                throw new UsageException(key + ": expected one of " + String.join(", ", BudgetChanges.KEYS)
                        + Spelling.suggestion(key, BudgetChanges.KEYS));
        };
    }

    private static Duration duration(String key, String value) {
        Settings settings = Settings.of(Map.of("value", value), path -> key);
        Duration duration = settings.duration("value", Duration.ZERO);
        settings.throwIfProblems();
        return duration;
    }

    private static int whole(String key, String value) {
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new UsageException(key + ": expected a whole number, found \"" + value + "\"");
        }
    }

    private static double number(String key, String value) {
        try {
            return Double.parseDouble(value.trim());
        } catch (NumberFormatException e) {
            throw new UsageException(key + ": expected a number, found \"" + value + "\"");
        }
    }

    private void cap(String name, List<String> pairs) {
        if (pairs.size() != 1 || !pairs.get(0).startsWith(CAP + "=")) {
            throw new UsageException(
                    "expected " + CAP + "=NUMBER or " + CAP + "=file for a site, found " + String.join(" ", pairs));
        }
        String value = pairs.get(0).substring(CAP.length() + 1);
        OptionalInt most = value.equals("file") ? OptionalInt.empty() : OptionalInt.of(whole(CAP, value));
        try (Database database = CampaignDirectory.openForWishes(data.directory(), data.server())) {
            new CampaignControl(database, Clock.systemUTC()).capSite(name, most);
        }
        if (console.json()) {
            console.write(Json.of("site", name, CAP, most.isPresent() ? most.getAsInt() : "file"));
        }
        console.say(name + ": "
                + (most.isPresent() ? "at most " + most.getAsInt() + " jobs at a time" : "as its file says"));
    }
}
