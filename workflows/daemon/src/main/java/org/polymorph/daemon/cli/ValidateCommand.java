package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.model.spi.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Campaign and site files, checked without starting anything. */
@Command(name = "validate", description = "Check campaign and site files; tells all problems at once.")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Campaign or site files.")
    private List<Path> files = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting in place of the file's, as for `run`.")
    private List<String> sets = List.of();

    @Option(names = "--site", paramLabel = "NAME", description = "The site in place of the file's.")
    private Optional<String> site = Optional.empty();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, List<String>> problems = new LinkedHashMap<>();
        files.forEach(file -> problems.put(file.toString(), problems(file)));
        boolean valid = problems.values().stream().allMatch(List::isEmpty);
        if (console.json()) {
            console.write(Json.of("valid", valid, "problems", problems));
        } else {
            tell(problems);
        }
        return valid ? ExitCode.DONE : ExitCode.USAGE;
    }

    // campaigns may share a site, whose problems are told once
    private void tell(Map<String, List<String>> problems) {
        Set<String> told = new HashSet<>();
        problems.forEach((file, found) -> {
            List<String> fresh = found.stream().filter(told::add).toList();
            fresh.forEach(console::note);
            if (found.isEmpty()) {
                console.say(file + ": good");
            } else if (fresh.isEmpty()) {
                console.note(file + ": only problems that are told above");
            }
        });
    }

    private List<String> problems(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of(file + ": expected a file, found none");
        }
        ConfigLoader loader = ConfigLoader.ofSystem();
        List<String> problems = new ArrayList<>();
        try {
            if (ConfigLoader.isCampaign(file)) {
                problems.addAll(CampaignCheck.problems(loader.campaign(file, sets, site)));
            } else {
                loader.siteFile(file);
            }
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        return problems;
    }
}
