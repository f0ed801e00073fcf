package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.DatabaseUrl;
import org.polymorph.engine.store.Restoration;
import org.polymorph.engine.store.Restoration.Restored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A data directory out of a backup. */
@Command(
        name = "restore",
        description =
                "Make a data directory of a backup. Every file is checked; where something is missing or damaged it is"
                        + " named and nothing is made.")
final class RestoreCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE.tar.gz", description = "What `backup` has written.")
    private Path backup = Path.of("");

    @Option(
            names = {"--data", "--dir"},
            paramLabel = "DIR",
            required = true,
            description = "The new directory: nothing may be there, or an empty directory.")
    private Path directory = Path.of("");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Where the rows go if not into DIR: an empty database jdbc:postgresql://HOST/NAME. The user comes"
                            + " from PGUSER, the password from PGPASSWORD or ~/.pgpass.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--incomplete",
            description =
                    "Restore also where objects are missing or damaged; campaigns that need them will fail there.")
    private boolean incomplete;

    RestoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<DatabaseUrl> server = url.map(DatabaseUrl::parse);
        if (!Files.isRegularFile(backup)) {
            throw new UsageException(backup + ": expected a backup, found no file");
        }
        StructureArguments.checkParent("--data", directory);
        Restored restored = new Restoration(backup, directory, incomplete).run(server);
        restored.problems().forEach(console::note);
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("directory", directory.toString());
            json.put("rows", restored.rows());
            json.put("objects", restored.objects());
            json.put("saved", restored.created());
            json.put("problems", restored.problems());
            console.write(json);
        } else {
            console.say(directory + ": " + restored.rows() + " rows, " + restored.objects() + " objects, as saved on "
                    + restored.created());
        }
        return ExitCode.DONE;
    }
}
