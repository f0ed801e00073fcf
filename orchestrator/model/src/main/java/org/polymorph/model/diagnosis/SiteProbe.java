package org.polymorph.model.diagnosis;

/**
 * One look at a site: a script to run there, and what its answer means.
 *
 * @param subject as in {@link Finding}
 * @param script body of a POSIX shell script; runs in an empty directory, without input, as a job's script would
 */
public record SiteProbe(String subject, String script, Reader reader) {

    /** What a script said. */
    public record Answer(int exitCode, String stdout, String stderr) {
        /** Returns the last line of stderr that says something, else of stdout; empty if there is none. */
        public String lastLine() {
            return last(stderr).isEmpty() ? last(stdout) : last(stderr);
        }

        private static String last(String text) {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce("", (before, line) -> line);
        }
    }

    /** Tells what an answer means. A pure function. */
    @FunctionalInterface
    public interface Reader {
        Finding read(Answer answer);
    }

    public Finding read(Answer answer) {
        return reader.read(answer);
    }
}
