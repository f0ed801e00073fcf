package org.polymorph.components.batch;

import org.apache.camel.spi.Metadata;

/** Message headers of jobs. */
public final class BatchConstants {
    @Metadata(description = "The token of the job: its name on the machine", javaType = "String")
    public static final String TOKEN = "CamelJobToken";

    @Metadata(description = "The last known snapshot of the job", javaType = "org.polymorph.model.batch.JobSnapshot")
    public static final String SNAPSHOT = "CamelJobSnapshot";

    @Metadata(description = "What the job may use", javaType = "org.polymorph.model.batch.Resources")
    public static final String RESOURCES = "CamelJobResources";

    @Metadata(description = "Where the files of a retrieved job lie", javaType = "String")
    public static final String DIRECTORY = "CamelJobDirectory";

    private BatchConstants() {}
}
