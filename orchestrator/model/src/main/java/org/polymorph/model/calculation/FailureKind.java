package org.polymorph.model.calculation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Why a calculation gave no result. */
public enum FailureKind {
    /** The self-consistent cycle did not converge. */
    SCF_NOT_CONVERGED,
    /** The geometry optimiser gave up or ran out of steps. */
    IONS_NOT_CONVERGED,
    /** The eigenvalue solver failed. */
    DIAGONALIZATION,
    /** The electron count came out wrong. */
    CHARGE,
    /** Atoms too close, or a cell that collapsed or exploded: the candidate is at fault. */
    BAD_STRUCTURE,
    /** The code refused its input. */
    BAD_INPUT,
    /** A pseudopotential is missing or of the wrong kind. */
    PSEUDOPOTENTIAL,
    /** The code stopped at a time limit. */
    OUT_OF_WALLTIME,
    /** The code or its node ran out of memory. */
    OUT_OF_MEMORY,
    /** The disk or a quota is full. */
    OUT_OF_DISK,
    /** The output ends before the end. */
    TRUNCATED_OUTPUT,
    /** No output was found. */
    NO_OUTPUT,
    /** Stars, NaN, or numbers that cannot be read. */
    UNREADABLE_NUMBERS,
    /** The program is not installed or cannot be started. */
    NO_PROGRAM,
    /** The process died or was killed. */
    CRASHED,
    /** The job was cancelled by a person. */
    CANCELLED,
    /** None of the above: the detail says more. */
    OTHER;

    /** What is the fault of the machine and never of the structure: any other calculation fails there as well. */
    public static final Set<FailureKind> OF_SITE =
            Collections.unmodifiableSet(EnumSet.of(NO_PROGRAM, OUT_OF_DISK, PSEUDOPOTENTIAL));
}
