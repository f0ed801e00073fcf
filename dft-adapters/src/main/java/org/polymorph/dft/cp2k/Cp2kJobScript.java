package org.polymorph.dft.cp2k;

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
record Cp2kJobScript(List<String> prelude, String command) {
    /** CP2K's standard output. */
    static final String OUTPUT = "cp2k.out";
    /** Holds the exit status of the command; absent when the script itself was killed. */
    static final String EXIT = "cp2k.exit";

    // without its file CP2K begins anew
    private static final String RESTART = """
            if [ -d @FROM@ ] && [ ! -d @STATE@ ]; then mv @FROM@ @STATE@ || exit 74; fi
            """;

    private static final String RUN = """
            mkdir -p @STATE@ || exit 74
            trap ': > EXIT' TERM
            {
            @COMMAND@
            } > @OUTPUT@ &
            cp2k_process=$!
            while :; do
                wait "$cp2k_process"
                cp2k_status=$?
                kill -0 "$cp2k_process" 2>/dev/null || break
            done
            trap - TERM
            echo "$cp2k_status" > @EXIT@
            # only a run that was asked to stop goes on from its states
            if ! grep -q 'run terminated' @OUTPUT@; then rm -rf @STATE@; fi
            exit "$cp2k_status"
            """;

    Cp2kJobScript {
        prelude = List.copyOf(prelude);
    }

    /** Reads the site's section; does not end its reading. */
    static Cp2kJobScript read(Settings site) {
        return new Cp2kJobScript(site.texts("prelude"), site.text("command", "cp2k.psmp -i " + Cp2kInput.FILE));
    }

    /**
     * Returns the POSIX shell text. Asked to end, it asks CP2K for a clean stop.
     *
     * @param attempt one that goes on from another takes over that one's states first
     */
    String text(Attempt attempt) {
        StringBuilder text = new StringBuilder(": \"${OMP_NUM_THREADS:=1}\"; export OMP_NUM_THREADS\n");
        prelude.forEach(line -> text.append(line).append('\n'));
        if (attempt.restarts()) {
            String from = ShellWord.quote(attempt.previous().orElseThrow() + "/" + Cp2kSettings.STATE);
            text.append(RESTART.replace("@STATE@", Cp2kSettings.STATE).replace("@FROM@", from));
        }
        return text.append(RUN.replace("@STATE@", Cp2kSettings.STATE)
                        .replace("@OUTPUT@", OUTPUT)
                        .replace("@EXIT@", EXIT)
                        .replace("@COMMAND@", command))
                .toString();
    }
}
