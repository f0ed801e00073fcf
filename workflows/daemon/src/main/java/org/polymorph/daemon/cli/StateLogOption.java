package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.polymorph.daemon.service.StateLog;
import picocli.CommandLine.Option;

/** Where each change of a state is logged. */
final class StateLogOption {
    @Option(
            names = "--log-json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "-",
            description =
                    "Write one JSON line for each change of a campaign's, a round's or a job's state: to a file, which"
                            + " is gone on with, or to - (stdout).")
    private Optional<String> name = Optional.empty();

    Optional<StateLog.Target> target(Console console) {
        return name.map(text -> new StateLog.Target(file(text), console.out()));
    }

    /** Returns whether lines go to stdout. */
    boolean toStdout() {
        return name.filter("-"::equals).isPresent();
    }

    private static Optional<Path> file(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Path.of(text));
    }
}
