package org.polymorph.daemon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what shells and man(1) read of the command line; the build runs it. */
public final class DistributionTexts {
    private static final String NAME = "polymorph";

    private DistributionTexts() {}

    /**
     * Writes completions and manual pages where packages of Linux have them.
     *
     * @param arguments the directory {@code share}, and the date of the pages, ISO 8601
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, false);
        CommandLine line = Main.commandLine(console);
        String bash = AutoComplete.bash(NAME, line);
        write(share.resolve("bash-completion/completions/" + NAME), bash);
        write(share.resolve("zsh/site-functions/_" + NAME), zsh(bash));
        for (ManualPage page :
                ManualPage.of(line, BuildInformation.ofThis().version(), arguments[1].substring(0, 10))) {
            write(share.resolve("man/man1/" + page.name() + ".1"), page.text());
        }
    }

    // zsh understands completions of bash; a function of this name is called the first time that it is asked
    private static String zsh(String bash) {
        return "#compdef " + NAME + "\n" + bash + "\n_bash_complete -o default -F _complete_" + NAME + "\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
