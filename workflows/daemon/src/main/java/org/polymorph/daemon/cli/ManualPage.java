package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of one command, written from what the command line itself knows of it: roff with the macros of man(7).
 *
 * @param name such as {@code polymorph-dft-prepare}
 */
record ManualPage(String name, String text) {

    /**
     * Makes the pages of a command and all below it.
     *
     * @param version shown at the foot
     * @param date shown at the foot
     */
    static List<ManualPage> of(CommandLine command, String version, String date) {
        List<ManualPage> pages = new ArrayList<>();
        add(pages, command, "polymorph " + version, date);
        return pages;
    }

    private static void add(List<ManualPage> pages, CommandLine command, String version, String date) {
        pages.add(new ManualPage(nameOf(command.getCommandSpec()), text(command, version, date)));
        command.getSubcommands().values().forEach(inner -> add(pages, inner, version, date));
    }

    private static String nameOf(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private static String text(CommandLine command, String version, String date) {
        CommandSpec spec = command.getCommandSpec();
        Roff roff = new Roff();
        roff.macro("TH", nameOf(spec).toUpperCase(Locale.ROOT), "1", date, version, "Polymorph");
        roff.macro("SH", "NAME");
        String[] description = spec.usageMessage().description();
        roff.nameLine(nameOf(spec), description.length == 0 ? spec.name() : description[0]);
        roff.macro("SH", "SYNOPSIS");
        roff.paragraph(synopsis(command));
        roff.macro("SH", "DESCRIPTION");
        Arrays.stream(description).forEach(roff::paragraph);
        arguments(roff, spec);
        if (!command.getSubcommands().isEmpty()) {
            roff.macro("SH", "COMMANDS");
            command.getSubcommands().forEach((word, inner) -> {
                String[] what = inner.getCommandSpec().usageMessage().description();
                roff.entry(word, what.length == 0 ? "" : what[0]);
            });
        }
        exitStatus(roff, command);
        seeAlso(roff, command);
        return roff.toString();
    }

    private static String synopsis(CommandLine command) {
        return command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
    }

    private static void arguments(Roff roff, CommandSpec spec) {
        List<PositionalParamSpec> positional = spec.positionalParameters();
        if (!positional.isEmpty()) {
            roff.macro("SH", "ARGUMENTS");
            positional.forEach(argument -> roff.entry(argument.paramLabel(), described(argument)));
        }
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        if (!options.isEmpty()) {
            roff.macro("SH", "OPTIONS");
            options.forEach(option -> roff.entry(
                    String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                    described(option)));
        }
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()));
    }

    private static void exitStatus(Roff roff, CommandLine command) {
        if (command.getParent() == null) {
            roff.macro("SH", "EXIT STATUS");
            roff.entry("0", "Done.");
            roff.entry("2", "The command line, a file or a setting cannot be used.");
            roff.entry("3", "A budget ended the search before the stopping rule did.");
            roff.entry("4", "The work failed.");
            roff.entry("130", "Interrupted; what is kept in a directory can be gone on with.");
        }
    }

    private static void seeAlso(Roff roff, CommandLine command) {
        List<String> others = new ArrayList<>();
        if (command.getParent() != null) {
            others.add(nameOf(command.getParent().getCommandSpec()));
        }
        command.getSubcommands().values().forEach(inner -> others.add(nameOf(inner.getCommandSpec())));
        roff.macro("SH", "SEE ALSO");
        roff.references(others.stream().sorted().toList());
    }
}
