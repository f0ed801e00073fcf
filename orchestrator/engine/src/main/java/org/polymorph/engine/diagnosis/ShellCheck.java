package org.polymorph.engine.diagnosis;

import java.util.List;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.diagnosis.Finding;

/** Looks whether what is said reaches the shell whole and comes back whole, and whether the tools of transfers are there. */
final class ShellCheck implements SiteCheck {
    private static final String PROBE = """
            for c in awk cat cut date dd grep head mkdir mv rm sed tail tar tr wc; do
                command -v $c >/dev/null || echo "missing $c"
            done
            command -v sha256sum >/dev/null || command -v shasum >/dev/null || command -v openssl >/dev/null || echo "missing sha256sum"
            command -v timeout >/dev/null || echo "missing timeout"
            s=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f7)
            echo "shell ${s:-${SHELL:-?}}"
            echo "bytes $(($(wc -c)))"
            """;

    @Override
    public String subject() {
        return "shell";
    }

    @Override
    public Need need() {
        return Need.LOG_IN;
    }

    @Override
    public List<Finding> look(Visit visit) {
        // every byte there is, none of which a terminal or a profile may change
        byte[] input = new byte[4096];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) i;
        }
        Transport.Answer answer = visit.run(PROBE, input);
        List<String> lines = answer.stdout().lines().toList();
        List<String> missing = lines.stream()
                .filter(line -> line.startsWith("missing "))
                .map(line -> line.substring("missing ".length()))
                .toList();
        if (!missing.isEmpty()) {
            return List.of(
                    Finding.fails(
                            subject(),
                            "these programs were not found: " + String.join(", ", missing),
                            "ask the administrators to install them on the log-in machine, or to put them on the PATH of a plain sh"));
        }
        String shell = lines.stream()
                .filter(line -> line.startsWith("shell "))
                .map(line -> line.substring("shell ".length()))
                .findFirst()
                .orElse("?");
        boolean whole = lines.size() == 2 && lines.get(1).equals("bytes " + input.length);
        return List.of(
                whole && answer.stderr().isBlank()
                        ? Finding.ok(subject(), shell + "; commands and their output arrive whole")
                        : Finding.fails(
                                subject(),
                                shell + "; expected the count of " + input.length + " bytes, found \""
                                        + answer.stdout().strip() + "\" and \""
                                        + answer.stderr().strip() + "\"",
                                "something in the log-in shell's start-up files reads or writes: let them end at once where"
                                        + " there is no terminal (case $- in *i*) ;; *) return ;; esac)"));
    }
}
