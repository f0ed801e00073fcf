package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The JSON Schema of campaign and site files. */
@Command(
        name = "schema",
        description = {
            "Write the JSON Schema of campaign and site files, with which editors complete keys and mark mistakes.",
            "First line of a file: # yaml-language-server: $schema=FILE"
        })
final class SchemaCommand implements Callable<Integer> {
    private static final String RESOURCE = "schema/polymorph.schema.json";

    private final Console console;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream in = SchemaCommand.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing on the class path: is the installation whole?");
            }
            console.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.DONE;
    }
}
