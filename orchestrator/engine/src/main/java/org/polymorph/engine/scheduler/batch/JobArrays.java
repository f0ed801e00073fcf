package org.polymorph.engine.scheduler.batch;

import java.util.Collection;
import java.util.List;
import org.polymorph.model.batch.Resources;

/** How a batch system takes on many jobs in one submission. Each of them keeps its directory, its fence and its marker. */
public interface JobArrays {

    /** Returns the command that submits {@code job.sh} of the current directory with indices from 0 on and prints one id. */
    String submit(String name, int size, Collection<String> excludedNodes);

    /** Returns the lines for the head of its script; what is printed goes into the directory that is named by the index. */
    List<String> directives(ClusterOptions options, Resources resources);

    /** Returns the index, as a word of the shell. */
    String index();

    /** Returns the id of one of its jobs; both may be words of the shell. */
    String task(String arrayId, String index);

    /** Returns whether an id is that of a job with an index in an array. */
    boolean isTask(String id, int index);
}
