package org.polymorph.components.surrogate;

import org.apache.camel.spi.Metadata;

/** Message headers of surrogates. */
public final class SurrogateConstants {
    @Metadata(
            description = "Threads and progress of the work",
            javaType = "org.polymorph.components.surrogate.WorkContext")
    public static final String CONTEXT = "CamelSurrogateContext";

    private SurrogateConstants() {}
}
