package org.polymorph.dft.espresso;

import java.util.List;
import org.polymorph.model.spi.Settings;

/**
 * The body of the job script: the site's prelude, the command with its output in {@value #OUTPUT}, and its exit status in
 * {@value #EXIT}.
 *
 * @param prelude lines before the command, such as {@code module load}
 */
record PwJobScript(List<String> prelude, String command) {
    /** pw.x's standard output. */
    static final String OUTPUT = "pw.out";
    /** Holds the exit status of the command; absent when the script itself was killed. */
    static final String EXIT = "pw.exit";
    /** pw.x's XML output, copied beside its standard output. */
    static final String XML = "data-file-schema.xml";

    PwJobScript {
        prelude = List.copyOf(prelude);
    }

    /** Reads the site's section; does not end its reading. */
    static PwJobScript read(Settings site) {
        return new PwJobScript(site.texts("prelude"), site.text("command", "pw.x -in " + PwInput.FILE));
    }

    /** Returns the POSIX shell text. */
    String text() {
        String out = PwInput.OUT_DIRECTORY;
        StringBuilder text = new StringBuilder();
        text.append(": \"${OMP_NUM_THREADS:=1}\"; export OMP_NUM_THREADS\n");
        prelude.forEach(line -> text.append(line).append('\n'));
        text.append("{\n").append(command).append("\n} > ").append(OUTPUT).append('\n');
        text.append("pw_status=$?\n");
        text.append("echo \"$pw_status\" > ").append(EXIT).append('\n');
        String xml = out + "/" + PwInput.PREFIX + ".save/" + XML;
        text.append("if [ -f ").append(xml).append(" ]; then cp ").append(xml).append(" .; fi\n");
        // a complete run needs no restart files
        text.append("if [ \"$pw_status\" -eq 0 ]; then rm -rf ").append(out).append("; fi\n");
        text.append("exit \"$pw_status\"\n");
        return text.toString();
    }
}
