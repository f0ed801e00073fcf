package org.polymorph.dft.potential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.spi.Settings;

/**
 * The body of the job script: the site's prelude, then the program on the structures of the job, on one thread.
 *
 * @param prelude lines before the command
 * @param command text for a shell that starts the program
 * @param arguments of the program, not yet quoted
 */
record PotentialJobScript(List<String> prelude, String command, List<String> arguments) {
    /** Starts the program where the site does not say otherwise. */
    static final String COMMAND = "polymorph";

    static final String STRUCTURES = "structures.extxyz";
    static final String RESULTS = "results.extxyz";

    PotentialJobScript {
        prelude = List.copyOf(prelude);
        arguments = List.copyOf(arguments);
    }

    /** Reads the site's section; does not end its reading. */
    static PotentialJobScript read(Settings site, PotentialSettings values) {
        List<String> arguments = new ArrayList<>();
        arguments.add(values.relax() ? "relax" : "calculate");
        arguments.addAll(List.of(STRUCTURES, "--with", "potential:" + values.potential()));
        values.parameters().forEach(parameter -> arguments.addAll(List.of("--param", parameter)));
        if (values.relax()) {
            arguments.addAll(List.of("--fmax", Double.toString(values.fmax())));
            arguments.addAll(List.of("--steps", Integer.toString(values.steps())));
            // one word, for a negative pressure would read as an option
            arguments.add("--pressure=" + values.pressure());
        }
        arguments.addAll(List.of("--threads", "1", "-o", RESULTS));
        return new PotentialJobScript(site.texts("prelude"), site.text("command", COMMAND), arguments);
    }

    /** Returns the POSIX shell text. */
    String text() {
        StringBuilder text = new StringBuilder();
        prelude.forEach(line -> text.append(line).append('\n'));
        text.append(command).append(' ');
        text.append(arguments.stream().map(ShellWord::quote).collect(Collectors.joining(" ")));
        return text.append('\n').toString();
    }
}
