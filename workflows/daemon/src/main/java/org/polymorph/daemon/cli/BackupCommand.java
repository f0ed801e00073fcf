package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.Backup;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All of a data directory in one file. */
@Command(
        name = "backup",
        description = "Save all campaigns of a data directory in one file, also while others work on them.")
final class BackupCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.tar.gz",
            required = true,
            description = "The file; it appears when it is whole.")
    private Path output = Path.of("");

    BackupCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path directory = data.directory();
        Optional<DatabaseUrl> server = data.server();
        if (server.isEmpty() && !DataDirectory.holdsCampaign(directory)) {
            throw new UsageException(directory + ": expected a directory with campaigns, found none in it");
        }
        StructureArguments.checkDirectory(output.toString());
        try (Database database = Database.openForBackup(DataDirectory.database(directory), server)) {
            Backup.Saved saved = new Backup(directory, Clock.systemUTC()).write(database, output);
            saved.missing().forEach((hash, reason) -> console.note("object " + hash + " is not saved: " + reason));
            if (console.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("file", output.toString());
                json.put("rows", saved.rows());
                json.put("objects", saved.objects());
                json.put("bytes", saved.bytes());
                json.put("missing", saved.missing());
                console.write(json);
            } else {
                console.say(output + ": " + saved.rows() + " rows, " + saved.objects() + " objects, " + saved.bytes()
                        + " bytes");
            }
            return saved.missing().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
