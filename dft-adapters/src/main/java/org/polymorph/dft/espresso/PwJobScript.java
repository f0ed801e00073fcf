package org.polymorph.dft.espresso;

import java.util.List;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.calculation.Attempt;
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

    // without those files pw.x says so and begins anew
    private static final String RESTART = """
            if [ -d @FROM@ ] && [ ! -d @OUT@ ]; then mv @FROM@ @OUT@ || exit 74; fi
            """;

    private static final String RUN = """
            trap ': > @STOP@' TERM
            {
            @COMMAND@
            } > @OUTPUT@ &
            pw_process=$!
            while :; do
                wait "$pw_process"
                pw_status=$?
                kill -0 "$pw_process" 2>/dev/null || break
            done
            trap - TERM
            echo "$pw_status" > @EXIT@
            if [ -f @XML@ ]; then cp @XML@ .; fi
            # a complete run needs no restart files
            if [ "$pw_status" -eq 0 ]; then rm -rf @OUT@; fi
            exit "$pw_status"
            """;

    PwJobScript {
        prelude = List.copyOf(prelude);
    }

    /** Reads the site's section; does not end its reading. */
    static PwJobScript read(Settings site) {
        return new PwJobScript(site.texts("prelude"), site.text("command", "pw.x -in " + PwInput.FILE));
    }

    /**
     * Returns the POSIX shell text. Asked to end, it asks pw.x for a clean stop.
     *
     * @param pools told to pw.x where the command names it alone, and in {@code $PW_POOLS} for commands that do so themselves
     * @param attempt one that goes on from another takes over that one's files first
     */
    String text(Attempt attempt, int pools) {
        String xml = PwInput.OUT_DIRECTORY + "/" + PwInput.PREFIX + ".save/" + XML;
        StringBuilder text = new StringBuilder(": \"${OMP_NUM_THREADS:=1}\"; export OMP_NUM_THREADS\n");
        text.append("PW_POOLS=").append(pools).append("; export PW_POOLS\n");
        prelude.forEach(line -> text.append(line).append('\n'));
        if (attempt.restarts()) {
            String from = ShellWord.quote(attempt.previous().orElseThrow() + "/" + PwInput.OUT_DIRECTORY);
            text.append(RESTART.replace("@OUT@", PwInput.OUT_DIRECTORY).replace("@FROM@", from));
        }
        return text.append(RUN.replace("@XML@", xml)
                        .replace("@OUT@", PwInput.OUT_DIRECTORY)
                        .replace("@STOP@", PwInput.PREFIX + ".EXIT")
                        .replace("@OUTPUT@", OUTPUT)
                        .replace("@EXIT@", EXIT)
                        .replace(
                                "@COMMAND@",
                                pools > 1 && isPlain(command) ? command.trim() + " -nk " + pools : command))
                .toString();
    }

    // one command whose arguments may be added to: pw.x takes its own in any order
    private static boolean isPlain(String command) {
        return command.matches("[^\\n|;&#(){}]*\\bpw\\.x\\b[^\\n|;&#(){}]*")
                && !command.matches(".*\\s-(nk|npool|npools)\\s.*")
                && !command.contains("PW_POOLS");
    }
}
