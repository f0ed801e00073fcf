package org.polymorph.daemon.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command, such as {@code help calculate} or {@code help dft prepare}. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Runnable {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; by default the list of all.")
    private List<String> path = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine line = spec.root().commandLine();
        for (String name : path) {
            CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                throw new UsageException("help: unknown command \"" + name + "\"; known: "
                        + String.join(", ", line.getSubcommands().keySet()));
            }
            line = next;
        }
        line.usage(spec.root().commandLine().getOut());
    }
}
