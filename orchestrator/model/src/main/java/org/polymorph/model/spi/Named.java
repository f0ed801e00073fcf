package org.polymorph.model.spi;

/** A provider that is found by its name. */
public interface Named {

    /** Returns the name used in campaign files and on the command line: lower case letters, digits and hyphens. */
    String name();
}
