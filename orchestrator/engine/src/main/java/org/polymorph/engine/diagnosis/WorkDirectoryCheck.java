package org.polymorph.engine.diagnosis;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.engine.transport.RemoteDirectory;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.diagnosis.Finding;

/** Makes the site's working directory if it is missing, and writes into it. */
final class WorkDirectoryCheck implements SiteCheck {
    private static final int NO_DIRECTORY = 74;

    private static final String PROBE = """
            umask 077
            w=%s
            if [ -d "$w" ]; then new=0; else new=1; fi
            mkdir -p -- "$w" && cd -- "$w" || exit 74
            pwd -P
            echo $new
            mkdir -- %s || exit 75
            cd -- %s || exit 75
            said=$(dd if=/dev/zero of=room bs=65536 count=16 2>&1) || { printf '%%s\\n' "$said" | sed -e '/records/d' -e '/copied/d' >&2; rm -f room; exit 76; }
            rm -f room
            """;

    /** What a person can do about what a shell says. */
    private static final Map<String, String> REMEDIES = Map.of(
            "no space left",
            "the file system is full: delete what is no longer needed, or take another workDir",
            "quota",
            "your quota is used up: delete files, ask for more, or take another workDir",
            "permission denied",
            "you may not write there: take a directory of your own as workDir",
            "read-only",
            "the file system can only be read on the log-in machine: take another workDir",
            "not set",
            "a variable in workDir is not set in a log-in without a terminal: write the path out");

    private final Path here;

    /**
     * Makes the check.
     *
     * @param here what a relative directory of a site on this machine is relative to
     */
    WorkDirectoryCheck(Path here) {
        this.here = here;
    }

    @Override
    public String subject() {
        return "work directory";
    }

    @Override
    public Need need() {
        return Need.LOG_IN;
    }

    @Override
    public List<Finding> look(Visit visit) {
        String token = visit.token();
        String word = visit.site().isThisMachine()
                ? ShellWord.quote(visit.site().localWorkDir(here).toString())
                : RemoteDirectory.word(visit.site().workDir());
        Transport.Answer answer = visit.run(PROBE.formatted(word, token, token));
        List<String> lines = answer.stdout().lines().toList();
        if (lines.size() == 2) {
            String directory = lines.get(0) + "/" + token;
            visit.place(lines.get(0));
            visit.atEnd(() -> tidyUp(visit, lines.get(0), lines.get(1).equals("1")));
            if (answer.exitCode() == 0) {
                visit.directory(directory);
                return List.of(Finding.ok(
                        subject(),
                        lines.get(0) + (lines.get(1).equals("1") ? " can be made and written" : " can be written")));
            }
        }
        return List.of(failure(visit.site().workDir(), answer));
    }

    private static void tidyUp(Visit visit, String workDir, boolean made) {
        String token = visit.token();
        var unused = visit.run("cd -- " + ShellWord.quote(workDir) + " && rm -rf -- " + token
                + (made ? " && cd / && rmdir -- " + ShellWord.quote(workDir) : ""));
    }

    private Finding failure(String workDir, Transport.Answer answer) {
        String said = answer.stderr().strip().replace('\n', ' ');
        String lower = said.toLowerCase(Locale.ROOT);
        String remedy = REMEDIES.entrySet().stream()
                .filter(entry -> lower.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("check workDir of the site's file");
        String what = answer.exitCode() == NO_DIRECTORY ? " cannot be made or entered" : " cannot be written";
        return Finding.fails(subject(), workDir + what + (said.isEmpty() ? "" : ": " + said), remedy);
    }
}
