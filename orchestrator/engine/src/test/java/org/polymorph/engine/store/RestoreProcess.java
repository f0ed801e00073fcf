package org.polymorph.engine.store;

import java.nio.file.Path;
import java.util.Optional;

/** A process that restores a backup and is to be killed: the program of a test. */
final class RestoreProcess {
    private RestoreProcess() {}

    public static void main(String[] arguments) {
        Optional<Backend> server = arguments.length == 2
                ? Optional.empty()
                : Optional.of(new PostgresServer(DatabaseUrl.parse(arguments[2]), System.getenv()));
        System.out.println("BEGUN");
        new Restoration(Path.of(arguments[0]), Path.of(arguments[1]), false).restore(server);
        System.out.println("DONE");
    }
}
