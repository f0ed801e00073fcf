package org.polymorph.dft.abinit;

import java.util.List;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.spi.Settings;

/**
 * The body of the job script: the site's prelude, the command with its log in {@value #LOG}, and its exit status in
 * {@value #EXIT}.
 *
 * @param prelude lines before the command, such as {@code module load}
 */
record AbinitJobScript(List<String> prelude, String command) {
    /** ABINIT's standard output. */
    static final String LOG = "abinit.log";
    /** Holds the exit status of the command; absent when the script itself was killed. */
    static final String EXIT = "abinit.status";
    /** Says that the script was asked to end a relaxation. */
    static final String STOPPED = "abinit.stop";

    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    // without that file ABINIT would stop with an error
    private static final String RESTART = """
            if [ -f @FROM@ ] && [ ! -f @TO@ ]; then mv @FROM@ @TO@ || exit 74; fi
            if [ -f @TO@ ]; then grep -q '^irdwfk' @INPUT@ || echo 'irdwfk 1' >> @INPUT@; fi
            """;

    // In a relaxation ABINIT takes the file for the end of each cycle, and goes on with what is not converged.
    private static final String END_STATIC = "echo exit > abinit.exit";
    private static final String END_RELAXATION = ": > @STOPPED@; kill \"$abinit_process\"";

    private static final String RUN = """
            trap '@END@' TERM
            @GROUP@ > @LOG@ &
            abinit_process=$!
            while :; do
                wait "$abinit_process"
                abinit_status=$?
                kill -0 "$abinit_process" 2>/dev/null || break
            done
            trap - TERM
            echo "$abinit_status" > @EXIT@
            # a complete run needs no files to go on with; one that was stopped ends with 0 too
            if [ "$abinit_status" -eq 0 ] && ! grep -q -s -e 'xit requested' -e 'time limit' @OUTPUT@ @LOG@
            then rm -rf @OUT@; fi
            exit "$abinit_status"
            """;

    AbinitJobScript {
        prelude = List.copyOf(prelude);
    }

    /** Reads the site's section; does not end its reading. */
    static AbinitJobScript read(Settings site) {
        return new AbinitJobScript(site.texts("prelude"), site.text("command", "abinit " + AbinitInput.FILE));
    }

    /**
     * Returns the POSIX shell text. Asked to end, it has ABINIT end.
     *
     * @param seconds told to ABINIT where the command names it alone, and in {@code $ABINIT_OPTIONS} for commands that do so
     *     themselves
     * @param attempt one that goes on from another takes over that one's wave functions first
     */
    String text(Attempt attempt, boolean relaxes, long seconds) {
        String options = "--timelimit " + limit(seconds);
        StringBuilder text = new StringBuilder(": \"${OMP_NUM_THREADS:=1}\"; export OMP_NUM_THREADS\n");
        text.append("ABINIT_OPTIONS='").append(options).append("'; export ABINIT_OPTIONS\n");
        text.append("mkdir -p in out && rm -f abinit.exit ")
                .append(STOPPED)
                .append(' ')
                .append(AbinitInput.OUTPUT)
                .append('\n');
        prelude.forEach(line -> text.append(line).append('\n'));
        if (attempt.restarts()) {
            String file = AbinitInput.OUT_DIRECTORY + "/" + AbinitInput.WAVE_FUNCTIONS;
            String from = ShellWord.quote(attempt.previous().orElseThrow() + "/" + file);
            text.append(RESTART.replace("@TO@", AbinitInput.IN_DIRECTORY + "/" + AbinitInput.WAVE_FUNCTIONS)
                    .replace("@FROM@", from)
                    .replace("@INPUT@", AbinitInput.FILE));
        }
        // a signal reaches a program only where no shell stands between
        String group = isPlain(command) ? "( exec " + command.trim() + " " + options + " )" : "{\n" + command + "\n}";
        return text.append(RUN.replace("@END@", relaxes ? END_RELAXATION : END_STATIC)
                        .replace("@STOPPED@", STOPPED)
                        .replace("@LOG@", LOG)
                        .replace("@EXIT@", EXIT)
                        .replace("@OUTPUT@", AbinitInput.OUTPUT)
                        .replace("@OUT@", AbinitInput.OUT_DIRECTORY)
                        .replace("@GROUP@", group))
                .toString();
    }

    /** Returns a time as days-hours:minutes:seconds. */
    static String limit(long seconds) {
        return seconds / DAY + "-" + seconds % DAY / HOUR + ":" + seconds % HOUR / MINUTE + ":" + seconds % MINUTE;
    }

    // one command that ends with the input's name: ABINIT takes its options behind it
    private static boolean isPlain(String command) {
        return command.matches("[^\\n|;&#(){}<>]*\\babinit\\b[^\\n|;&#(){}<>]*\\babinit\\.abi\\s*")
                && !command.matches("\\s*\\w+=.*");
    }
}
