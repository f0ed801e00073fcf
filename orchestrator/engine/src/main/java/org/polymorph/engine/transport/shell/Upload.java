package org.polymorph.engine.transport.shell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.shell.ShellTransport.LimitedOutput;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.ShellWord;

/**
 * Files on their way into a directory of the machine, in one stream: unpacked into a fresh subdirectory that nobody else knows,
 * sizes and SHA-256 compared there, then renamed one by one. Until all agree, nothing has its final name.
 */
final class Upload {
    private static final int MOVING_FAILED = 44;

    /** How SHA-256 sums are had on a machine; prints {@code HASH NAME} lines. */
    static final String SUMS = """
            sums() {
              if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"
              elif command -v shasum >/dev/null 2>&1; then shasum -a 256 "$@"
              else openssl dgst -sha256 -r "$@"
              fi | sed 's/ [ *]/ /'
            }
            """;

    // the exit codes are this script's own; 44 alone means that some files may have their final names
    private static final String SCRIPT = """
            set -u
            LC_ALL=C; export LC_ALL
            d=%s; t=.%s
            mkdir -p -- "$d" && cd -- "$d" && mkdir -m 700 -- "$t" || exit 40
            trap 'rm -rf -- "$t"' EXIT
            trap 'exit 40' HUP INT TERM PIPE
            tar -xmof - -C "$t" || exit 41
            %ssizes() { wc -c "$@" | sed -e 's/^ *//' -e '/ total$/d'; }
            ( cd -- "$t" || exit 1
              got=$(sizes %s)
              [ "$got" = '%s' ] || { echo "sizes differ" >&2; exit 1; }
              got=$(sums %s)
              [ "$got" = '%s' ] || { echo "SHA-256 differ" >&2; exit 1; }
            ) || exit 42
            free() { [ ! -d "$1" ] || [ -L "$1" ] || { echo "$1 is a directory" >&2; exit 43; }; }
            put() { if [ -L "$2" ]; then rm -f -- "$2"; fi && mv -f -- "$t/$1" "$2" || exit 44; }
            %s
            %s
            """;

    private final ShellTransport transport;
    private final List<InputFile> files;
    private final String directory;

    Upload(ShellTransport transport, List<InputFile> files, String directory) {
        RemotePaths.checkDirectory(directory);
        RemotePaths.checkNames(files.stream().map(InputFile::name).toList());
        this.transport = transport;
        this.files = List.copyOf(files);
        this.directory = directory;
    }

    void run(Deadline deadline) {
        List<byte[]> contents = files.stream().map(InputFile::content).toList();
        LimitedOutput errors = new LimitedOutput();
        int code = transport.call(script(contents), TarStream.of(contents), new LimitedOutput(), errors, deadline);
        String place = transport.name() + ": " + directory;
        if (code == MOVING_FAILED) {
            throw new UnknownOutcomeException(place + ": some files may not have their final names: " + errors.text());
        }
        if (code != 0) {
            throw RemotePaths.notDone(place, "the files could not be written", errors.text());
        }
    }

    private String script(List<byte[]> contents) {
        if (contents.isEmpty()) {
            return "mkdir -p -- " + ShellWord.quote(directory);
        }
        String numbers = lines(i -> Integer.toString(i), " ");
        return SCRIPT.formatted(
                ShellWord.quote(directory),
                Exchange.token(),
                SUMS,
                numbers,
                lines(i -> contents.get(i).length + " " + i, "\n"),
                numbers,
                lines(i -> sha256(contents.get(i)) + " " + i, "\n"),
                lines(i -> "free " + name(i), "\n"),
                lines(i -> "put " + i + " " + name(i), "\n"));
    }

    // ./ keeps a name from being read as an option
    private String name(int i) {
        return ShellWord.quote("./" + files.get(i).name());
    }

    private String lines(java.util.function.IntFunction<String> line, String separator) {
        return IntStream.range(0, files.size()).mapToObj(line).collect(Collectors.joining(separator));
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
