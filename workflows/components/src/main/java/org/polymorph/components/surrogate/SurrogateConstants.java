package org.polymorph.components.surrogate;

import org.apache.camel.spi.Metadata;

/** Message headers of surrogates. */
public final class SurrogateConstants {
    @Metadata(
            description = "Threads and progress of the work",
            javaType = "org.polymorph.components.surrogate.WorkContext")
    public static final String CONTEXT = "CamelSurrogateContext";

    @Metadata(
            description = "Errors of the last round's model on the labels of this round, in numbers by name",
            javaType = "java.util.Map")
    public static final String HELD_OUT = "CamelSurrogateHeldOut";

    private SurrogateConstants() {}
}
