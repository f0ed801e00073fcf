package org.polymorph.daemon.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The binary {@code polymorph}: lists the commands and turns what goes wrong into one line a problem and an exit code. */
@Command(
        name = "polymorph",
        synopsisSubcommandLabel = "COMMAND",
        description = "Finds the stable crystal structures of a composition with as few DFT calculations as possible.",
        footer = {
            "",
            "Exit codes: 0 done, 2 usage or configuration, 3 a budget or a person ended the search before the stopping rule did,",
            "4 the work failed, 130 interrupted. `polymorph help COMMAND` tells more."
        })
public final class Main implements Runnable {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    Main(Console console) {
        this.console = console;
    }

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Write one JSON document to stdout, for programs.")
    void setJson(boolean json) {
        console.setJson(json);
    }

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log in detail, and show where in the program a problem arose.")
    void setDebug(boolean debug) {
        console.setDebug(debug);
        if (debug) {
            System.setProperty(
                    "polymorph.log.level", "DEBUG"); // read by logback.xml, which is loaded with the first logger
        }
    }

    @Option(
            names = "--threads",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Threads for numerical work; by default one a processor. The result does not depend on it.")
    void setThreads(int threads) {
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads: expected a whole number of at least 1, found " + threads);
        }
        console.setThreads(threads);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version, the commit that it was built from, and the Java.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Makes the command line with all commands. */
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Main(console))
                .addSubcommand("run", new RunCommand(console))
                .addSubcommand("daemon", new DaemonCommand(console))
                .addSubcommand("submit", new SubmitCommand(console))
                .addSubcommand("list", new ListCommand(console))
                .addSubcommand("pause", new WishCommands.Pause(console))
                .addSubcommand("resume", new WishCommands.Resume(console))
                .addSubcommand("stop", new WishCommands.Stop(console))
                .addSubcommand("set", new SetCommand(console))
                .addSubcommand("schedule", ScheduleCommand.line(console))
                .addSubcommand("alerts", new AlertsCommand(console))
                .addSubcommand("status", new StatusCommand(console))
                .addSubcommand("results", new ResultsCommand(console))
                .addSubcommand("show", new ShowCommand(console))
                .addSubcommand("export", new ExportCommand(console))
                .addSubcommand("backup", new BackupCommand(console))
                .addSubcommand("restore", new RestoreCommand(console))
                .addSubcommand("plot", new PlotCommand(console))
                .addSubcommand("bench", new BenchCommand(console))
                .addSubcommand("generate", new GenerateCommand(console))
                .addSubcommand("calculate", new CalculateCommand(console))
                .addSubcommand("relax", new RelaxCommand(console))
                .addSubcommand("symmetry", new SymmetryCommand(console))
                .addSubcommand("train", new TrainCommand(console))
                .addSubcommand("evaluate", new EvaluateCommand(console))
                .addSubcommand("predict", new PredictCommand(console))
                .addSubcommand("descriptor", new DescriptorCommand(console))
                .addSubcommand("compare", new CompareCommand(console))
                .addSubcommand("deduplicate", new DeduplicateCommand(console))
                .addSubcommand("cluster", new ClusterCommand(console))
                .addSubcommand("continuity", new ContinuityCommand(console))
                .addSubcommand("hull", new HullCommand(console))
                .addSubcommand("dft", new DftCommand(console))
                .addSubcommand("validate", new ValidateCommand(console))
                .addSubcommand("doctor", new DoctorCommand(console))
                .addSubcommand("site", new SiteCommand(console))
                .addSubcommand("schema", new SchemaCommand(console))
                .addSubcommand("version", new VersionCommand(console))
                .addSubcommand("help", new HelpCommand());
        Problems problems = new Problems(console);
        line.getCommandSpec().version(BuildInformation.ofThis().line());
        return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setAbbreviatedSubcommandsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> problems.report(e))
                .setExecutionExceptionHandler((e, command, parsed) -> problems.report(e));
    }

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int exitCode = commandLine(console).execute(args);
        console.out().flush();
        System.exit(exitCode);
    }
}
