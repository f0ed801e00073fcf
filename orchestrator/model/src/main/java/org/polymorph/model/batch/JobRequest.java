package org.polymorph.model.batch;

import java.util.List;

/**
 * One job for a scheduler.
 *
 * @param token unique name of this attempt, {@code [A-Za-z0-9_-]+}: the job's name and its directory's name
 * @param files written into the job's directory before it starts
 * @param script body of a POSIX shell script, run in the job's directory; its exit status is the job's
 */
public record JobRequest(String token, List<InputFile> files, String script, Resources resources) {
    public JobRequest {
        if (!token.matches("[A-Za-z0-9_-]{1,120}")) {
            throw new IllegalArgumentException(
                    "a job token is made of letters, digits, _ and -, found \"" + token + "\"");
        }
        files = List.copyOf(files);
    }
}
