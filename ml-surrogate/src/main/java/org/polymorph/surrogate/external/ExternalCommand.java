package org.polymorph.surrogate.external;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.model.batch.ShellWord;

/**
 * How a program that evaluates structures is run.
 *
 * @param arguments the program and its arguments, as they are: no shell reads them
 * @param start time from its start to the first answer
 * @param timeout time to each further answer
 * @param processes how many may run at a time; 0: one for each thread that asks
 */
record ExternalCommand(List<String> arguments, Duration start, Duration timeout, int processes) {
    ExternalCommand {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty() || arguments.get(0).isBlank()) {
            throw new IllegalArgumentException("expected a program and its arguments, found " + arguments);
        }
    }

    /** Returns the program with its arguments as one would type them. */
    String line() {
        return arguments.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }
}
