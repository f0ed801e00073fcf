package org.polymorph.dft.abinit;

import static org.polymorph.model.remedy.Correction.next;
import static org.polymorph.model.remedy.Correction.put;
import static org.polymorph.model.remedy.Correction.scale;
import static org.polymorph.model.remedy.Correction.scaleWhole;

import java.util.List;
import org.polymorph.dft.remedy.CommonRows;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.remedy.RemedyRow;
import org.polymorph.model.remedy.RemedyStep;
import org.polymorph.model.remedy.RemedyTable;

/** The ways in which ABINIT is known to fail, and what is tried against each. Entries are its variables. */
final class AbinitRemedies {
    private static final int MAX_STEPS = 10_000;

    private static final RemedyStep[] LESS_MEMORY = {
        RemedyStep.of("bands shared out among the tasks", put("paral_kgb", "1"), put("autoparal", "1"))
                .fromLast()
    };

    /** What an error of the log may say; the first that fits counts. */
    private static final List<RemedyRow> ERROR_ROWS = List.of(
            RemedyRow.of(
                    "dilatmx",
                    "DilatmxError|dilatmx has been exceeded|with respect to the old rprimd and the accompanying dilatmx",
                    FailureKind.IONS_NOT_CONVERGED,
                    "the cell grew beyond what dilatmx allows",
                    RemedyStep.of("dilatmx × 1.1, from the last geometry", scale("dilatmx", 1.1, 1, 2))
                            .times(4)
                            .fromLast()),
            RemedyRow.of(
                    "optimizer",
                    "Ionmov22Error|lbfgs routine failed|brdmin|line minimi[sz]ation|ionmov.*fail",
                    FailureKind.IONS_NOT_CONVERGED,
                    "the optimiser gave up",
                    RemedyStep.of("again from the last geometry").times(2).fromLast(),
                    RemedyStep.of("another optimiser", put("ionmov", "2")).fromLast()),
            RemedyRow.of(
                            "spheres",
                            "PAW (spheres|radii).*overlap|spheres.*overlap|pawovlp",
                            FailureKind.BAD_STRUCTURE,
                            "PAW spheres overlap more than pawovlp allows",
                            RemedyStep.of("pawovlp 15", put("pawovlp", "15")).fromLast())
                    .rejecting(),
            RemedyRow.of(
                            "cell",
                            "negative \\(R1 x R2\\)|rprimd.*(zero|negative|singular)|ucvol.*(zero|negative)"
                                    + "|unit cell volume.*(zero|negative)|too close|at the same (place|position)",
                            FailureKind.BAD_STRUCTURE,
                            "the cell or the atoms in it are not usable")
                    .rejecting(),
            RemedyRow.of(
                    "symmetry",
                    "symrel|symafm|symmetr|not a group|tnons|bravais|spgroup",
                    FailureKind.OTHER,
                    "the symmetry analysis failed",
                    RemedyStep.of("without symmetry", put("nsym", "1")).fromLast()),
            RemedyRow.of(
                    "bands",
                    "not enough bands|charge balance|initocc|increase nband|nelect.*nband|newocc",
                    FailureKind.CHARGE,
                    "the bands do not hold the electrons",
                    RemedyStep.of("nband × 1.5", scaleWhole("nband", 1.5, 100_000))
                            .times(2)
                            .fromLast()),
            RemedyRow.of(
                            "pseudopotential",
                            "pspheads|psp file|psp_|pspcod|pseudopotential|pseudos|pawpsp|psp8|/psp|\\.(psp8|xml|upf|psml)"
                                    + "|cannot open file|paw dataset",
                            FailureKind.PSEUDOPOTENTIAL,
                            "a pseudopotential is missing or cannot be used")
                    .advising("check pseudopotentials and pseudoDir"),
            RemedyRow.of(
                    "diagonalization",
                    "cholesky|[zd](he|sy)(ev|gv)|potrf|lobpcg|subdiago|eigensolver|orthonormali[sz]",
                    FailureKind.DIAGONALIZATION,
                    "the diagonalisation failed",
                    RemedyStep.of(
                                    "conjugate gradients, without bands shared out",
                                    put("paral_kgb", "0"),
                                    put("autoparal", "0"))
                            .fromLast()),
            CommonRows.memory(
                    "memory",
                    "out of memory|cannot allocate|allocat\\w* .*fail|(insufficient|not enough) memory|ABI_(M|STAT_M)ALLOC",
                    LESS_MEMORY),
            RemedyRow.of(
                            "disk",
                            "no space left|quota exceeded|disk (is )?full|error (while )?writing",
                            FailureKind.OUT_OF_DISK,
                            "the disk or a quota is full")
                    .advising("free space in the work directory"),
            RemedyRow.of(
                            "input",
                            "registered input variable|occurences? of the keyword|input file|input variable"
                                    + "|input parameters|inconsistenc|tolXXX|Action: (change|correct|modify|check)",
                            FailureKind.BAD_INPUT,
                            "ABINIT refused its input")
                    .advising("check the settings against ABINIT's list of variables"));

    // without the "no such file or directory" of the other codes: ABINIT says so of files of its own, before there is
    // an output
    /** What the standard error says where the program could not be started at all. */
    static final RemedyRow NO_PROGRAM = RemedyRow.of(
                    "program",
                    "not found|cannot execute|permission denied|unable to (find|launch|locate)"
                            + "|could not (find|access).*executable|loading shared libraries|execve",
                    FailureKind.NO_PROGRAM,
                    "ABINIT could not be started")
            .advising("check command and prelude of codes.abinit; on Debian it is in the package abinit");

    /** What the state of the output says; no single line of it. */
    private static final List<RemedyRow> STATE_ROWS = List.of(
            CommonRows.killed(), // before the clean stop: what only the scheduler knew was none
            RemedyRow.of(
                    "clean",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "ABINIT stopped by itself at its time limit",
                    RemedyStep.of("go on from its wave functions")
                            .times(50)
                            .fromLast()
                            .restarting()),
            RemedyRow.of(
                    "stopped",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "the relaxation was stopped at its time limit",
                    RemedyStep.of("again from the last geometry").times(50).fromLast()),
            RemedyRow.of(
                    "restart",
                    "",
                    FailureKind.OTHER,
                    "the run could not go on from the wave functions of the one before",
                    RemedyStep.of("from scratch, from the last geometry")
                            .times(3)
                            .fromLast()),
            RemedyRow.of(
                    "scf",
                    "",
                    FailureKind.SCF_NOT_CONVERGED,
                    "the self-consistent cycle did not converge; such an energy is no label",
                    RemedyStep.of(
                                    "twice the steps, diemix × 0.5",
                                    scaleWhole("nstep", 2, MAX_STEPS),
                                    scale("diemix", 0.5, 0.05, 1))
                            .times(3)
                            .fromLast(),
                    RemedyStep.of("the density mixed in place of the potential", next("iscf", "7", "17"))
                            .fromLast()));

    /** What an error of the log may say. */
    static final RemedyTable ERRORS = new RemedyTable(ERROR_ROWS);

    /** What those may say that ran it. */
    static final RemedyTable SURROUNDINGS = new RemedyTable(CommonRows.surroundings(LESS_MEMORY));

    /** All rows. */
    static final RemedyTable TABLE = CommonRows.table(List.of(
            ERROR_ROWS,
            CommonRows.surroundings(LESS_MEMORY),
            List.of(NO_PROGRAM),
            STATE_ROWS,
            CommonRows.relaxations(),
            CommonRows.outputs(
                    "ABINIT", RemedyStep.of("another optimiser, from the given structure", put("ionmov", "2")))));

    private AbinitRemedies() {}
}
