package org.polymorph.dft.vasp;

/** Names of the files that the job's script writes. */
final class VaspJobScript {
    /** VASP's standard output. */
    static final String OUTPUT = "vasp.out";
    /** Holds the exit status of the command; absent when the script itself was killed. */
    static final String EXIT = "vasp.exit";

    private VaspJobScript() {}
}
