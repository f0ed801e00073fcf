package org.polymorph.model.spi;

import java.util.List;
import org.polymorph.model.batch.InputFile;

/**
 * Inputs of one job.
 *
 * @param script body of a POSIX shell script that runs the code in the job's directory
 */
public record PreparedJob(List<InputFile> files, String script) {
    public PreparedJob {
        files = List.copyOf(files);
    }
}
