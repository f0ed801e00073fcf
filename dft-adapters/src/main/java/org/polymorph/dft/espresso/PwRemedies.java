package org.polymorph.dft.espresso;

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

/** The ways in which pw.x is known to fail, and what is tried against each. Entries are those of its namelists. */
final class PwRemedies {
    private static final int MAX_STEPS = 10_000;

    private static final RemedyStep[] LESS_MEMORY = {
        RemedyStep.of("smaller work spaces", put("diago_david_ndim", "2"), put("mixing_ndim", "4"))
                .fromLast(),
        RemedyStep.of("the diagonalization that needs least memory", put("diagonalization", "cg"))
                .fromLast()
    };

    /** What an error block or a CRASH file may say; the first that fits counts. */
    private static final List<RemedyRow> ERROR_ROWS = List.of(
            RemedyRow.of(
                    "diagonalization",
                    "computing cholesky|too many bands are not converged|S matrix not positive definite"
                            + "|[zd](he|sy)gv[dx]? failed|\\[Q, ?R\\] ?= ?qr\\(X, ?0\\) failed|eigenvectors failed to converge|diagonalization.*fail",
                    FailureKind.DIAGONALIZATION,
                    "the diagonalisation failed",
                    RemedyStep.of(
                                    "another diagonalization: david, then paro, then cg",
                                    next("diagonalization", "david", "paro", "cg"))
                            .times(2)
                            .fromLast()),
            RemedyRow.of(
                    "broyden",
                    "in routine broyden",
                    FailureKind.SCF_NOT_CONVERGED,
                    "the density mixing broke down",
                    RemedyStep.of("mixing_beta × 0.8, from scratch", scale("mixing_beta", 0.8, 0.05, 1))
                            .times(2)
                            .fromLast(),
                    RemedyStep.of("another mixing", put("mixing_mode", "local-TF"))
                            .fromLast()),
            RemedyRow.of(
                            "exchange",
                            "dexx is negative",
                            FailureKind.BAD_INPUT,
                            "the exact exchange is not precise enough")
                    .advising("check exxdiv_treatment and x_gamma_extrapolation, or a larger ecutfock"),
            RemedyRow.of(
                            "pools",
                            "some nodes have no k-points",
                            FailureKind.BAD_INPUT,
                            "there are more pools than k-points")
                    .advising("set pools to a smaller number, or to 0 for the adapter's choice"),
            RemedyRow.of(
                            "charge",
                            "charge is wrong",
                            FailureKind.CHARGE,
                            "the number of electrons came out wrong",
                            RemedyStep.of(
                                    "smearing in place of fixed occupations",
                                    put("occupations", "smearing"),
                                    put("smearing", "mv"),
                                    put("degauss", "0.01")))
                    .advising("smearing in place of fixed occupations; if it was on, the input is at fault"),
            RemedyRow.of(
                    "fft",
                    "Not enough space allocated for radial FFT",
                    FailureKind.IONS_NOT_CONVERGED,
                    "the cell grew beyond what was allocated",
                    RemedyStep.of("twice the cell_factor, from scratch", scale("cell_factor", 2, 1, 64))
                            .times(3)
                            .fromLast()),
            RemedyRow.of(
                            "overlap",
                            "atoms.*overlap|check_atoms|differ by lattice vector",
                            FailureKind.BAD_STRUCTURE,
                            "two atoms lie at the same place")
                    .rejecting(),
            RemedyRow.of(
                            "cell",
                            "volume is (zero|negative)|wrong volume|zero volume"
                                    + "|lattice vectors.*(singular|wrong)|left.?handed",
                            FailureKind.BAD_STRUCTURE,
                            "the cell is not usable")
                    .rejecting(),
            RemedyRow.of(
                    "symmetry",
                    "non orthogonal operation|not orthogonal|symmetry operation|sgama|sym_rho|irreducible",
                    FailureKind.OTHER,
                    "the symmetry analysis failed",
                    RemedyStep.of("without symmetry", put("nosym", ".true.")).fromLast()),
            RemedyRow.of(
                            "pseudopotential",
                            "in routine (readpp|read_upf\\w*|read_pseudo\\w*|set_pp\\w*|upf\\w*|scan_\\w*)"
                                    + "|pseudo|\\.upf",
                            FailureKind.PSEUDOPOTENTIAL,
                            "a pseudopotential is missing or cannot be used")
                    .advising("check pseudopotentials and pseudoDir"),
            CommonRows.memory(
                    "memory",
                    "cannot allocate|allocat\\w* .*fail|out of memory|insufficient (virtual )?memory",
                    LESS_MEMORY),
            RemedyRow.of(
                            "disk",
                            "no space left|quota exceeded|error (while )?writing|disk full|cannot write",
                            FailureKind.OUT_OF_DISK,
                            "the disk or a quota is full")
                    .advising("free space in the work directory"),
            RemedyRow.of(
                            "input",
                            "in routine (read_namelists\\w*|iosys|read_cards\\w*|card_\\w*|input\\w*|check\\w*"
                                    + "|cell_base\\w*|setup|set_occupations|set_dft\\w*|set_cutoff\\w*|k_points\\w*"
                                    + "|divide\\w*|mp_start\\w*|open_input\\w*|ggen\\w*|hinit\\w*|n_plane_waves)"
                                    + "|no k-points|bad line in namelist|more bands than PWs",
                            FailureKind.BAD_INPUT,
                            "pw.x refused its input")
                    .advising("check the settings against pw.x's INPUT_PW"));

    /** What the standard error says where the program could not be started at all. */
    static final RemedyRow NO_PROGRAM = CommonRows.notStarted("pw.x", "espresso", "quantum-espresso");

    /** What the state of the output says; no single line of it. */
    private static final List<RemedyRow> STATE_ROWS = List.of(
            CommonRows.killed(), // before the clean stop: what only the scheduler knew was none
            RemedyRow.of(
                    "clean",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "pw.x stopped by itself at its time limit",
                    RemedyStep.of("go on with restart_mode = 'restart'")
                            .times(50)
                            .fromLast()
                            .restarting()),
            RemedyRow.of(
                    "stopped",
                    "",
                    FailureKind.OUT_OF_WALLTIME,
                    "pw.x stopped by itself at its time limit, and cannot go on from its files",
                    RemedyStep.of("from scratch, from the last geometry")
                            .times(50)
                            .fromLast()),
            RemedyRow.of(
                    "restart",
                    "",
                    FailureKind.OTHER,
                    "the run could not go on from the files of the one before",
                    RemedyStep.of("from scratch, from the last geometry")
                            .times(3)
                            .fromLast()),
            RemedyRow.of(
                    "scf",
                    "",
                    FailureKind.SCF_NOT_CONVERGED,
                    "the self-consistent cycle did not converge; such an energy is no label",
                    RemedyStep.of("mixing_beta × 0.8", scale("mixing_beta", 0.8, 0.05, 1))
                            .times(2)
                            .fromLast(),
                    RemedyStep.of(
                                    "from scratch with twice the steps, mixing_beta × 0.8",
                                    scale("mixing_beta", 0.8, 0.05, 1),
                                    scaleWhole("electron_maxstep", 2, MAX_STEPS))
                            .times(2),
                    RemedyStep.of("mixing adapted to inhomogeneous density", put("mixing_mode", "local-TF"))),
            RemedyRow.of(
                    "bfgs",
                    "",
                    FailureKind.IONS_NOT_CONVERGED,
                    "the optimiser gave up with forces or stress above its criteria",
                    RemedyStep.of(
                                    "a smaller trust radius, from the last geometry",
                                    put("trust_radius_ini", "0.2"),
                                    put("trust_radius_max", "0.4"),
                                    put("trust_radius_min", "0.00001"))
                            .fromLast(),
                    RemedyStep.of(
                                    "damped dynamics, from the last geometry",
                                    next("ion_dynamics", "bfgs", "damp"),
                                    next("cell_dynamics", "bfgs", "damp-w"),
                                    scaleWhole("nstep", 4, MAX_STEPS))
                            .fromLast()));

    /** What pw.x may say in an error block. */
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
                    "pw.x",
                    RemedyStep.of(
                            "a smaller trust radius, from the given structure",
                            put("trust_radius_ini", "0.1"),
                            put("trust_radius_max", "0.2")))));

    /** What pw.x takes for entries that are not set, where a remedy goes on from it. */
    static final Map<String, String> DEFAULTS = Map.of(
            "diagonalization", "david",
            "nosym", ".false.",
            "mixing_mode", "plain",
            "mixing_ndim", "8",
            "trust_radius_ini", "0.5",
            "trust_radius_max", "0.8",
            "trust_radius_min", "0.001");

    private PwRemedies() {}
}
