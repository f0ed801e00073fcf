package org.polymorph.engine.transport.shell;

/** How SHA-256 sums and sizes of files are had on machines that differ in what is installed. */
final class Sums {
    /**
     * Shell functions {@code sums FILE…} and {@code sizes FILE…}, which print one word a file, in order; what goes wrong goes to
     * stderr, and a line is missing then.
     */
    static final String FUNCTIONS = """
            sums() {
              if command -v sha256sum >/dev/null 2>&1; then sha256sum -- "$@"
              elif command -v shasum >/dev/null 2>&1; then shasum -a 256 -- "$@"
              elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r "$@"
              elif command -v python3 >/dev/null 2>&1; then python3 -c '
            import hashlib, sys
            for name in sys.argv[1:]:
                digest = hashlib.sha256()
                with open(name, "rb") as file:
                    for chunk in iter(lambda: file.read(1 << 20), b""):
                        digest.update(chunk)
                print(digest.hexdigest())' "$@"
              else echo "there is none of sha256sum, shasum, openssl and python3 to compare files with" >&2
              fi | sed -e 's/^\\\\//' -e 's/ .*//'
            }
            sizes() { wc -c "$@" | sed -e 's/^ *//' -e 's/ .*//'; }
            """;

    private Sums() {}
}
