package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.polymorph.engine.config.ConfigLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The site files that are found by name. */
@Command(name = "site", description = "List the sites found, show the file of one, to copy and edit.")
final class SiteCommand implements Runnable {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    SiteCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "site: expected list or show");
    }

    @Command(name = "list", description = "The names of sites, and the file of each.")
    int list() {
        Map<String, String> sites = ConfigLoader.ofSystem().sites(Path.of(""));
        if (console.json()) {
            console.write(new LinkedHashMap<>(sites));
            return ExitCode.DONE;
        }
        Table table = new Table("site", "file");
        sites.forEach(table::row);
        table.lines().forEach(console::say);
        return ExitCode.DONE;
    }

    @Command(
            name = "show",
            description =
                    "The file of a site, comments and all: `site show NAME > ~/.config/polymorph/sites/mine.yaml`.")
    int show(@Parameters(paramLabel = "NAME", description = "Name of a site.") String name) {
        String text = UsageException.at("NAME", () -> ConfigLoader.ofSystem().siteText(name, Path.of("")));
        if (console.json()) {
            console.write(Json.of("site", name, "text", text));
        } else {
            console.out().print(text);
        }
        return ExitCode.DONE;
    }
}
