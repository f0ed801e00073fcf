package org.polymorph.daemon.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.Variation;
import picocli.CommandLine.Command;

/** Says which Polymorph this is and what it found on its class path. */
@Command(name = "version", description = "Show the version and the codes, potentials, surrogates and generators found.")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> facts = new LinkedHashMap<>();
        BuildInformation build = BuildInformation.ofThis();
        facts.put("version", build.version());
        build.commit().ifPresent(commit -> facts.put("commit", commit));
        build.time().ifPresent(time -> facts.put("time", time));
        build.modified().ifPresent(modified -> facts.put("modified", modified));
        facts.put("java", System.getProperty("java.version"));
        facts.put("codes", Providers.of(DftCode.class).names());
        facts.put("potentials", Providers.of(CalculatorProvider.class).names());
        facts.put("surrogates", Providers.of(Surrogate.class).names());
        TreeSet<String> generators = new TreeSet<>(Providers.of(Generator.class).names());
        generators.addAll(Providers.of(Variation.class).names());
        facts.put("generators", generators);
        if (console.json()) {
            console.write(facts);
            return ExitCode.DONE;
        }
        facts.forEach((name, value) -> console.say(String.format(
                "%-11s %s", name, value instanceof Iterable<?> names ? String.join(", ", texts(names)) : value)));
        return ExitCode.DONE;
    }

    private static Iterable<String> texts(Iterable<?> values) {
        java.util.List<String> texts = new java.util.ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        return texts;
    }
}
