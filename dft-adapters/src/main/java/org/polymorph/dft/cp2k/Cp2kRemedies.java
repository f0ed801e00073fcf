package org.polymorph.dft.cp2k;

import static org.polymorph.model.remedy.Correction.next;
import static org.polymorph.model.remedy.Correction.put;
import static org.polymorph.model.remedy.Correction.scale;
import static org.polymorph.model.remedy.Correction.scaleWhole;

import java.util.List;
import java.util.Map;
import org.polymorph.dft.remedy.CommonRows;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.remedy.RemedyRow;
import org.polymorph.model.remedy.RemedyStep;
import org.polymorph.model.remedy.RemedyTable;

/** The ways in which CP2K is known to fail, and what is tried against each. Entries are paths of its input. */
final class Cp2kRemedies {
    private static final String SCF = Cp2kSettings.SCF;
    private static final String ALPHA = SCF + "MIXING/ALPHA";
    private static final String EPS_DEFAULT = "FORCE_EVAL/DFT/QS/EPS_DEFAULT";
    private static final String TRUST_RADIUS = "MOTION/CELL_OPT/BFGS/TRUST_RADIUS";
    private static final int MAX_STEPS = 10_000;

    /** What the box may say with which CP2K gives up; the first that fits counts. */
    private static final List<RemedyRow> ERROR_ROWS = List.of(
            RemedyRow.of(
                    "scf",
                    "SCF run NOT converged",
                    FailureKind.SCF_NOT_CONVERGED,
                    "the self-consistent cycle did not converge; such an energy is no label",
                    RemedyStep.of("half the ALPHA of the mixing", scale(ALPHA, 0.5, 0.01, 1))
                            .times(2)
                            .fromLast(),
                    RemedyStep.of("twice the steps", scaleWhole(SCF + "MAX_SCF", 2, MAX_STEPS))
                            .times(2)
                            .fromLast(),
                    RemedyStep.of(
                                    "conjugate gradients with the preconditioner FULL_ALL",
                                    next(SCF + "OT/MINIMIZER", "DIIS", "CG"),
                                    next(SCF + "OT/PRECONDITIONER", "FULL_SINGLE_INVERSE", "FULL_ALL"))
                            .fromLast(),
                    RemedyStep.of("Pulay's mixing", next(SCF + "MIXING/METHOD", "BROYDEN_MIXING", "PULAY_MIXING"))
                            .fromLast()),
            RemedyRow.of(
                    "cholesky",
                    "cholesky|not positive definite|ill.?conditioned",
                    FailureKind.DIAGONALIZATION,
                    "the overlap of the basis functions could not be factorised",
                    RemedyStep.of("matrix elements to more digits", scale(EPS_DEFAULT, 0.01, 1e-16, 1e-12))
                            .times(2)
                            .fromLast(),
                    RemedyStep.of("without the factorisation", put(SCF + "CHOLESKY", "OFF"))
                            .fromLast()),
            RemedyRow.of(
                    "states",
                    "ADDED_MOS|Add more MOs",
                    FailureKind.OTHER,
                    "there are too few unoccupied states for the smearing",
                    RemedyStep.of("all states", put(SCF + "ADDED_MOS", "-1")).fromLast()),
            RemedyRow.of(
                            "overlap",
                            "GEOMETRY wrong or EMAX_SPLINE too small|atoms .*(overlap|too close)",
                            FailureKind.BAD_STRUCTURE,
                            "two atoms lie at the same place")
                    .rejecting(),
            RemedyRow.of(
                            "potential",
                            "requested (basis set|atomic potential).*not found|number of electrons.*potential"
                                    + "|The specified OLD file <cp2k-(basis|potentials)",
                            FailureKind.PSEUDOPOTENTIAL,
                            "a basis set or a potential is missing or cannot be used")
                    .advising("check basis, potential and dataDir"),
            RemedyRow.of(
                            "memory",
                            "allocat\\w* (of )?memory|memory allocation|not enough memory|out of memory|allocating \\d+ bytes",
                            FailureKind.OUT_OF_MEMORY,
                            "the memory did not suffice")
                    .advising("more memory, or more nodes"),
            RemedyRow.of(
                            "disk",
                            "no space left|quota exceeded|disk full",
                            FailureKind.OUT_OF_DISK,
                            "the disk or a quota is full")
                    .advising("free space in the work directory"),
            RemedyRow.of(
                            "input",
                            "unknown (keyword|subsection|section)|was expected, found|found an unknown|invalid|in section"
                                    + "|input_parsing|cp_parser|input_keyword|The specified OLD file",
                            FailureKind.BAD_INPUT,
                            "CP2K refused its input")
                    .advising("check the settings against CP2K's manual"));

    /** What the standard error says where the program could not be started at all. */
    static final RemedyRow NO_PROGRAM = CommonRows.notStarted("CP2K", "cp2k", "cp2k");

    /** What the state of the output says; no single line of it. */
    private static final List<RemedyRow> STATE_ROWS = List.of(
            CommonRows.killed(), // before the clean stops: what only the scheduler knew was none
            RemedyRow.of(
                    "clean",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "CP2K stopped its relaxation by itself at its time limit",
                    RemedyStep.of("go on from the last geometry").times(50).fromLast()),
            RemedyRow.of(
                    "unfinished",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "CP2K stopped its self-consistent cycle by itself at its time limit",
                    RemedyStep.of("go on from the states that it left")
                            .times(50)
                            .restarting()),
            RemedyRow.of(
                    "restart",
                    "",
                    FailureKind.OTHER,
                    "the run could not go on from the states of the one before",
                    RemedyStep.of("from scratch").times(3)));

    /** What CP2K may say when it gives up. */
    static final RemedyTable ERRORS = new RemedyTable(ERROR_ROWS);

    /** What those may say that ran it. */
    static final RemedyTable SURROUNDINGS = new RemedyTable(CommonRows.surroundings());

    /** All rows. */
    static final RemedyTable TABLE = CommonRows.table(List.of(
            ERROR_ROWS,
            CommonRows.surroundings(),
            List.of(NO_PROGRAM),
            STATE_ROWS,
            CommonRows.relaxations(),
            CommonRows.outputs(
                    "CP2K",
                    RemedyStep.of(
                            "a smaller trust radius, from the given structure", put(TRUST_RADIUS, "[angstrom] 0.1")))));

    /** What CP2K takes for keywords that are not set, where a remedy goes on from it. */
    static final Map<String, String> DEFAULTS = Map.of(SCF + "CHOLESKY", "RESTORE", TRUST_RADIUS, "[angstrom] 0.25");

    private Cp2kRemedies() {}
}
