package org.polymorph.daemon.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.alert.AlertTrial;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.AlertBook;
import org.polymorph.engine.store.AlertBook.Listed;
import org.polymorph.engine.store.AlertBook.Receiver;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.LeaseHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What needed a person, and who was told. */
@Command(
        name = "alerts",
        description =
                "List what needed a person and how far receivers were told; or, with --test, tell receivers of a test.")
final class AlertsCommand implements Callable<Integer> {
    private static final int MOST = 50;

    private final Console console;

    @Mixin
    private DataOptions store = new DataOptions();

    @Mixin
    private AlertOptions alerts = new AlertOptions();

    @Option(
            names = "--test",
            description = "Tell each receiver of --alert and --alerts of a test, now, and say what came of it.")
    private boolean test;

    AlertsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<AlertReceiver> receivers = alerts.receivers();
        if (test) {
            return test(receivers);
        }
        if (!receivers.isEmpty()) {
            throw new UsageException("--alert, --alerts: expected --test with them, or `polymorph daemon`");
        }
        try (Database database = store.open()) {
            AlertBook book = new AlertBook(database, Clock.systemUTC());
            list(book.newest(MOST), book.receivers());
        }
        return ExitCode.DONE;
    }

    private int test(List<AlertReceiver> receivers) {
        if (receivers.isEmpty()) {
            throw new UsageException("--test: expected --alert or --alerts with it");
        }
        String source = LeaseHolder.thisHost() + ":" + store.directory();
        Map<String, Optional<String>> problems = AlertTrial.run(receivers, source, Clock.systemUTC());
        if (console.json()) {
            List<Object> rows = new ArrayList<>();
            problems.forEach((name, problem) -> rows.add(row("receiver", name, "problem", problem.orElse(null))));
            console.write(Map.of("receivers", rows));
        } else {
            problems.forEach((name, problem) -> console.say(name + ": " + problem.orElse("told")));
        }
        return problems.values().stream().allMatch(Optional::isEmpty) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void list(List<Listed> found, List<Receiver> receivers) {
        if (console.json()) {
            console.write(Json.of(
                    "alerts", found.stream().map(AlertsCommand::json).toList(),
                    "receivers", receivers.stream().map(AlertsCommand::json).toList()));
            return;
        }
        if (found.isEmpty()) {
            console.say("no alerts");
        }
        for (Listed listed : found) {
            console.say(listed.alert().at() + "  " + listed.alert().headline()
                    + (listed.ended().isPresent() ? "" : ", lasts"));
            listed.alert().message().lines().forEach(line -> console.say("    " + line));
        }
        for (Receiver receiver : receivers) {
            String state = receiver.problem().isEmpty()
                    ? "told"
                    : receiver.failures() + " attempts failed, the next at " + receiver.nextAt() + ": "
                            + receiver.problem();
            console.say("receiver " + receiver.name() + ": " + state);
        }
    }

    private static Map<String, @Nullable Object> json(Listed listed) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", listed.alert().id());
        json.put("at", listed.alert().at().toString());
        json.put("kind", listed.alert().kind().word());
        json.put("campaign", listed.alert().campaign().orElse(null));
        json.put("site", listed.alert().site().orElse(null));
        json.put("message", listed.alert().message());
        json.put("ended", listed.ended().map(Object::toString).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(Receiver receiver) {
        Map<String, @Nullable Object> json = row("receiver", receiver.name(), "problem", receiver.problem());
        json.put("failures", receiver.failures());
        json.put("next", receiver.problem().isEmpty() ? null : receiver.nextAt().toString());
        return json;
    }

    private static Map<String, @Nullable Object> row(
            String key, String value, String second, @Nullable String secondValue) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(key, value);
        row.put(second, secondValue);
        return row;
    }
}
