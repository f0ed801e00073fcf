package org.polymorph.components.dft;

/** What a {@code dft:} producer does. */
public enum DftOperation {
    /** Body CalculationRequest, or structures, frames or a file of them → JobRequest, with the token and resources of the headers. */
    prepare,
    /** Body Path of a directory with outputs → List of CalculationOutcome. */
    parse
}
