package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.polymorph.components.campaign.SiteTroubleException;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.CampaignControl.NoSuchCampaignException;
import org.polymorph.engine.store.DatabaseAwayException;
import org.polymorph.engine.store.DirectoryInUseException;
import org.polymorph.engine.store.LeaseLostException;
import org.polymorph.engine.store.ScheduleControl.NoSuchScheduleException;
import org.polymorph.model.format.StructureFormatException;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an exception into lines for a person, one a problem, and into the exit code. */
final class Problems {
    private static final Map<Class<?>, String> NUMBERS =
            Map.of(int.class, "a whole number", long.class, "a whole number", double.class, "a number");

    private final Console console;

    Problems(Console console) {
        this.console = console;
    }

    /** Writes the problems to stderr, with the stack trace only where {@code --debug} asks for it; returns the exit code. */
    int report(Exception e) {
        for (String problem : describe(e)) {
            problem.lines().forEach(console::note);
        }
        if (e instanceof ParameterException parameters) {
            String command = parameters.getCommandLine().getCommandSpec().qualifiedName();
            console.note("`" + command + " --help` shows what this command takes");
        }
        if (console.debug()) {
            e.printStackTrace(console.err());
        }
        return exitCode(e);
    }

    private static List<String> describe(Exception e) {
        if (e instanceof ConfigurationException configuration) {
            return configuration.problems().stream().distinct().toList();
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return List.of(describe(unmatched));
        }
        if (e instanceof ParameterException parameter
                && parameter.getArgSpec() != null
                && parameter.getValue() != null
                && NUMBERS.containsKey(parameter.getArgSpec().type())) {
            return List.of(describe(parameter.getArgSpec(), parameter.getValue()));
        }
        if (e instanceof ParameterException
                || e instanceof UsageException
                || e instanceof DirectoryInUseException
                || e instanceof LeaseLostException
                || e instanceof DatabaseAwayException
                || e instanceof ConflictException
                || e instanceof NoSuchCampaignException
                || e instanceof NoSuchScheduleException
                || e instanceof SiteTroubleException
                || e instanceof StructureFormatException) {
            return List.of(String.valueOf(e.getMessage()));
        }
        if (e instanceof CancellationException) {
            return List.of("interrupted");
        }
        Optional<IOException> io = ioException(e);
        if (io.isPresent()) {
            return List.of(describe(e, io.get()));
        }
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return List.of(
                "this should not have happened: " + e.getClass().getSimpleName() + message + " (--debug shows where)");
    }

    private static String describe(ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return name + ": expected " + NUMBERS.get(argument.type()) + ", found \"" + value + "\"";
    }

    private static String describe(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        Map<String, ?> commands = e.getCommandLine().getSubcommands();
        if (e.isUnknownOption()) {
            List<String> known = e.getCommandLine().getCommandSpec().options().stream()
                    .flatMap(option -> List.of(option.names()).stream())
                    .toList();
            return "unknown option " + argument + Spelling.suggestion(argument, known) + "; known: "
                    + String.join(", ", known);
        }
        if (!commands.isEmpty()) {
            return "unknown command \"" + argument + "\"" + Spelling.suggestion(argument, commands.keySet())
                    + "; known: " + String.join(", ", commands.keySet());
        }
        return "expected no further argument, found \"" + argument + "\"";
    }

    private static String describe(Exception e, IOException io) {
        if (io instanceof NoSuchFileException) {
            return io.getMessage() + ": expected a file, found none";
        }
        if (io instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (io instanceof NotDirectoryException) {
            return io.getMessage() + ": expected a directory";
        }
        if (io instanceof FileSystemException fileSystem) {
            return fileSystem.getFile() + ": " + fileSystem.getReason();
        }
        String message = e instanceof UncheckedIOException ? e.getMessage() : io.getMessage();
        return message == null ? io.toString() : message;
    }

    private static Optional<IOException> ioException(Exception e) {
        if (e instanceof IOException io) {
            return Optional.of(io);
        }
        return e instanceof UncheckedIOException unchecked
                ? Optional.ofNullable(unchecked.getCause())
                : Optional.empty();
    }

    private static int exitCode(Exception e) {
        if (e instanceof ParameterException
                || e instanceof UsageException
                || e instanceof ConfigurationException
                || e instanceof DirectoryInUseException
                || e instanceof LeaseLostException
                || e instanceof ConflictException
                || e instanceof NoSuchCampaignException
                || e instanceof NoSuchScheduleException
                || e instanceof StructureFormatException) {
            return ExitCode.USAGE;
        }
        if (e instanceof CancellationException) {
            return ExitCode.INTERRUPTED;
        }
        boolean missing = ioException(e)
                .filter(io -> io instanceof NoSuchFileException
                        || io instanceof AccessDeniedException
                        || io instanceof NotDirectoryException)
                .isPresent();
        return missing ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
