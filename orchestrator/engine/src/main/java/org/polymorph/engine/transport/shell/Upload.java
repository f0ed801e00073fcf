package org.polymorph.engine.transport.shell;

import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.shell.ShellTransport.LimitedOutput;
import org.polymorph.model.batch.ShellWord;

/**
 * Files on their way into a directory of the machine, in one stream: unpacked into a fresh subdirectory that nobody else knows,
 * sizes and SHA-256 compared there, then renamed. Until all agree, nothing has its final name.
 */
final class Upload {
    private static final int MOVING_FAILED = 44;

    // the exit codes are this script's own; 44 alone means that some files may have their final names
    private static final String SCRIPT = """
            set -u
            LC_ALL=C; export LC_ALL; unset CDPATH TAR_OPTIONS
            d=%s; t=.%s
            mkdir -p -- "$d" || exit 40
            [ ! -L "$d" ] || { echo "it is a symbolic link, and so may lie anywhere" >&2; exit 40; }
            cd -- "$d" && mkdir -m 700 -- "$t" || exit 40
            trap 'rm -rf -- "$t"' EXIT
            trap 'exit 40' HUP INT TERM PIPE
            # a tar that could write only a part does not say why: another write does
            full() { dd if=/dev/zero of="$t/+" bs=10240 count=100 2>&1 | sed -n -e '/ space /p' -e '/quota/p' >&2; }
            tar -xmof - -C "$t" || { full; exit 41; }
            %s( cd -- "$t" || exit 1
            %s
            ) || exit 42
            free() { [ ! -d "$1" ] || [ -L "$1" ] || { echo "$1 is a directory" >&2; exit 43; }; }
            put() { if [ -L "$2" ]; then rm -f -- "$2"; fi && mv -f -- "$t/$1" "$2" || exit 44; }
            %s
            %s
            %s
            """;

    // names that are the same in every archive, shell and locale; others are numbered in the archive
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,98}");
    // each group is one command on the machine, which bounds the length of its arguments
    private static final int GROUP = 500;
    private static final String COMPARISON = """
              got=$(sizes %1$s | head -n %2$d)
              [ "$got" = '%3$s' ] || { echo "sizes differ" >&2; exit 1; }
              got=$(sums %1$s)
              [ "$got" = '%4$s' ] || { echo "SHA-256 differ" >&2; exit 1; }""";

    private final ShellTransport transport;
    private final List<OutgoingFile> files;
    private final String directory;

    Upload(ShellTransport transport, List<OutgoingFile> files, String directory) {
        RemotePaths.checkNames(files.stream().map(OutgoingFile::name).toList());
        this.transport = transport;
        this.files = List.copyOf(files);
        this.directory = RemotePaths.directory(directory);
    }

    void run(Deadline deadline) {
        LimitedOutput errors = new LimitedOutput();
        int code =
                transport.call(script(), new TarStream(files, this::archived), new LimitedOutput(), errors, deadline);
        String place = transport.name() + ": " + directory;
        if (code == MOVING_FAILED) {
            throw new UnknownOutcomeException(place + ": some files may not have their final names: " + errors.text());
        }
        if (code != 0) {
            throw RemotePaths.notDone(place, "the files could not be written", errors.text());
        }
    }

    private String script() {
        if (files.isEmpty()) {
            return "mkdir -p -- " + ShellWord.quote(directory);
        }
        return SCRIPT.formatted(
                ShellWord.quote(directory),
                Exchange.token(),
                Sums.FUNCTIONS,
                groups(this::comparison),
                lines(all(), i -> "free " + name(i), "\n"),
                groups(this::move),
                lines(all().filter(i -> !isSimple(i)), i -> "put " + archived(i) + " " + name(i), "\n"));
    }

    private boolean isSimple(int i) {
        return SIMPLE.matcher(files.get(i).name()).matches();
    }

    private String archived(int i) {
        return isSimple(i) ? files.get(i).name() : "+" + i;
    }

    private IntStream all() {
        return IntStream.range(0, files.size());
    }

    private String groups(IntFunction<String> lines) {
        return IntStream.iterate(0, first -> first < files.size(), first -> first + GROUP)
                .mapToObj(lines)
                .collect(Collectors.joining("\n"));
    }

    // into a directory, a link of the same name is replaced and not followed
    private String move(int first) {
        String moved = lines(group(first).filter(this::isSimple), i -> "\"$t\"/" + archived(i), " ");
        return moved.isEmpty() ? "" : "mv -f -- " + moved + " . || exit 44";
    }

    private IntStream group(int first) {
        return IntStream.range(first, Math.min(files.size(), first + GROUP));
    }

    private String comparison(int first) {
        return COMPARISON.formatted(
                lines(group(first), i -> "./" + archived(i), " "),
                group(first).count(),
                lines(group(first), i -> Long.toString(files.get(i).size()), "\n"),
                lines(group(first), i -> files.get(i).sha256(), "\n"));
    }

    // ./ keeps a name from being read as an option
    private String name(int i) {
        return ShellWord.quote("./" + files.get(i).name());
    }

    private static String lines(IntStream of, IntFunction<String> line, String separator) {
        return of.mapToObj(line).collect(Collectors.joining(separator));
    }
}
