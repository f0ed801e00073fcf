package org.polymorph.engine.transport.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.shell.ShellTransport.LimitedOutput;
import org.polymorph.model.batch.ShellWord;

/**
 * Files on their way from a directory of the machine, in one stream: each with its size and SHA-256 before it, compared with
 * what arrived. A file that changed meanwhile is asked for again, a few times.
 */
final class Download {
    private static final int ATTEMPTS = 3;

    // each group is one command on the machine, which bounds the length of its arguments
    private static final int GROUP = 200;

    private static final String SCRIPT = """
            set -u
            LC_ALL=C; export LC_ALL
            d=%s
            nl='
            '
            [ ! -L "$d" ] || { echo "it is a symbolic link, and so may lie anywhere" >&2; exit 45; }
            cd -- "$d" || exit 45
            %splain() { [ -f "$1" ] && [ ! -L "$1" ]; }
            send() {
              i=$1; shift
              [ $# -gt 0 ] || return 0
              s=$(sizes "$@"); h=$(sums "$@")
              [ -n "$h" ] || exit 46
              for f in "$@"; do
                n=${i%%%% *}; i=${i#* }
                size=${s%%%%"$nl"*}
                echo "$n $size ${h%%%%"$nl"*}"
                [ "$size" -eq 0 ] || head -c "$size" < "$f" || exit 46
                s=${s#*"$nl"}; h=${h#*"$nl"}
              done
            }
            %s
            """;

    private final ShellTransport transport;
    private final String directory;
    private final List<String> names;
    private final Path to;

    Download(ShellTransport transport, String directory, List<String> names, Path to) {
        RemotePaths.checkNames(names);
        this.transport = transport;
        this.directory = RemotePaths.directory(directory);
        this.names = List.copyOf(names);
        this.to = to;
    }

    List<String> run(Deadline deadline) {
        try {
            Files.createDirectories(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> copied = new LinkedHashSet<>();
        List<String> wanted = names;
        for (int attempt = 1; !wanted.isEmpty(); attempt++) {
            wanted = attempt(wanted, copied, deadline);
            if (attempt == ATTEMPTS && !wanted.isEmpty()) {
                throw new NotDoneException(
                        place() + ": changed while being copied, " + ATTEMPTS + " times: " + String.join(", ", wanted));
            }
        }
        return names.stream().filter(copied::contains).toList();
    }

    /** Copies what agrees and returns what changed meanwhile. */
    private List<String> attempt(List<String> wanted, Set<String> copied, Deadline deadline) {
        LimitedOutput errors = new LimitedOutput();
        try (ArrivingFiles arriving = new ArrivingFiles(wanted, to)) {
            int code;
            try {
                code = transport.call(script(wanted), InputStream.nullInputStream(), arriving, errors, deadline);
            } catch (NotDoneException | UnknownOutcomeException e) {
                arriving.throwIfLocalFailure(e);
                throw e;
            }
            if (code == 45) {
                throw new NotDoneException(place() + ": there is no such directory, or it cannot be entered: "
                        + errors.text().strip());
            }
            if (code != 0) {
                throw RemotePaths.notDone(place(), "the files could not be read", errors.text());
            }
            copied.addAll(arriving.whole());
            return arriving.isGarbled()
                    ? wanted.stream().filter(name -> !copied.contains(name)).toList()
                    : new ArrayList<>(arriving.changed());
        }
    }

    private String place() {
        return transport.name() + ": " + directory;
    }

    private String script(List<String> wanted) {
        String groups = IntStream.iterate(0, first -> first < wanted.size(), first -> first + GROUP)
                .mapToObj(first -> group(wanted, first, Math.min(wanted.size(), first + GROUP)))
                .collect(Collectors.joining("\n"));
        return SCRIPT.formatted(ShellWord.quote(directory), Sums.FUNCTIONS, groups);
    }

    private static String group(List<String> wanted, int first, int end) {
        return "set --; i=\n"
                + IntStream.range(first, end)
                        .mapToObj(number -> {
                            String name = ShellWord.quote("./" + wanted.get(number));
                            return "plain " + name + " && set -- \"$@\" " + name + " && i=\"${i}" + number + " \"\n";
                        })
                        .collect(Collectors.joining())
                + "send \"$i\" \"$@\"";
    }
}
