package org.polymorph.dft.vasp;

import static org.polymorph.model.calculation.FailureKind.BAD_INPUT;
import static org.polymorph.model.calculation.FailureKind.BAD_STRUCTURE;
import static org.polymorph.model.calculation.FailureKind.DIAGONALIZATION;
import static org.polymorph.model.calculation.FailureKind.IONS_NOT_CONVERGED;
import static org.polymorph.model.calculation.FailureKind.OTHER;
import static org.polymorph.model.calculation.FailureKind.OUT_OF_DISK;
import static org.polymorph.model.calculation.FailureKind.OUT_OF_MEMORY;
import static org.polymorph.model.calculation.FailureKind.OUT_OF_WALLTIME;
import static org.polymorph.model.calculation.FailureKind.PSEUDOPOTENTIAL;
import static org.polymorph.model.calculation.FailureKind.SCF_NOT_CONVERGED;
import static org.polymorph.model.remedy.Correction.add;
import static org.polymorph.model.remedy.Correction.next;
import static org.polymorph.model.remedy.Correction.put;
import static org.polymorph.model.remedy.Correction.remove;
import static org.polymorph.model.remedy.Correction.scale;
import static org.polymorph.model.remedy.Correction.scaleWhole;

import java.util.List;
import org.polymorph.model.remedy.RemedyRow;
import org.polymorph.model.remedy.RemedyStep;
import org.polymorph.model.remedy.RemedyTable;

/**
 * The known failures of VASP and what helps against each. Entries are INCAR's, and {@value #KCENTERING}, {@value #KDENSITY} of
 * the mesh of k-points.
 */
final class VaspRepairs {
    /** Where the mesh lies: {@code gamma} or {@code shifted}. */
    static final String KCENTERING = "kcentring";
    /** By how much the spacing of k-points is divided. */
    static final String KDENSITY = "kdensity";
    /** The row of electronic minimisations that end at NELM. */
    static final String UNCONVERGED = "unconverged";
    /** The row of relaxations that end at NSW. */
    static final String NSW = "nsw";
    /** The row of runs that their time limit ended. */
    static final String WALLTIME = "walltime";
    /** The row of atoms too close at the first step. */
    static final String ZPOTRF_FIRST = "zpotrf-first";
    /** The row of the same message later in a relaxation. */
    static final String ZPOTRF = "zpotrf";

    private static final String CHGCAR = "CHGCAR";
    private static final String WAVECAR = "WAVECAR";

    /** Lines that VASP writes into vasp.out, OUTCAR or the standard error; the first row that fits counts. */
    static final RemedyTable TABLE = new RemedyTable(List.of(
            RemedyRow.of(
                            "item",
                            "Error reading item|ERROR: there must be 1 or 3 items on line 2 of POSCAR|Could not find tag"
                                    + "|Invalid value for tag|unknown.*INCAR tag",
                            BAD_INPUT,
                            "VASP refused its input")
                    .advising("check the settings against VASP's INCAR tags"),
            RemedyRow.of(
                            "potcar",
                            "internal error in (subroutine )?SET_CORE_WF|POTCAR.*(not found|does not exist|no such file)"
                                    + "|No POTCAR|(no|missing) POTCAR|type information on POSCAR and POTCAR are incompatible"
                                    + "|number of species.*POTCAR|POTCAR (hash|order)",
                            PSEUDOPOTENTIAL,
                            "the POTCAR is missing or does not fit")
                    .advising("check potcarDir, potcarFunctional and potcarLabels"),
            RemedyRow.of(
                    "brmix",
                    "BRMIX: very serious problems",
                    SCF_NOT_CONVERGED,
                    "the charge density broke down in mixing",
                    RemedyStep.of("go on from the orbitals", put("ISTART", "1"))
                            .restarting()
                            .without(CHGCAR),
                    RemedyStep.of("Kerker mixing", put("IMIX", "1")),
                    RemedyStep.of("the other centring of the mesh", next(KCENTERING, "shifted", "gamma", "shifted")),
                    RemedyStep.of("no symmetry, from scratch", put("ISYM", "0")).without(CHGCAR, WAVECAR)),
            RemedyRow.of(
                    "zbrent",
                    "ZBRENT: fatal",
                    IONS_NOT_CONVERGED,
                    "the line search of the relaxation failed",
                    RemedyStep.of(
                                    "tighter electronic minimisation, from the last geometry",
                                    scale("EDIFF", 0.1, 1e-8, 1),
                                    put("NELMIN", "8"))
                            .fromLast(),
                    RemedyStep.of("quasi-Newton, from the last geometry", put("IBRION", "1"))
                            .fromLast()),
            RemedyRow.of(
                    "eddrmm",
                    "WARNING in EDDRMM: call to ZHEGV failed",
                    DIAGONALIZATION,
                    "RMM-DIIS failed",
                    RemedyStep.of("a safer algorithm", next("ALGO", "VeryFast", "Fast", "Normal"))
                            .times(2)
                            .without(CHGCAR, WAVECAR),
                    RemedyStep.of("half the step of the ions", scale("POTIM", 0.5, 0.01, 10))
                            .fromLast()
                            .without(CHGCAR, WAVECAR)),
            RemedyRow.of(
                    "edddav",
                    "Error EDDDAV: Call to ZHEGV failed",
                    DIAGONALIZATION,
                    "the blocked Davidson scheme failed",
                    RemedyStep.of("conjugate gradients on all bands", put("ALGO", "All"))
                            .without(CHGCAR)),
            RemedyRow.of(
                    "zheev",
                    "Call to routine ZHEEV failed|EDDIAG: (Call to )?routine ZHEEV|Error EDDIAG",
                    DIAGONALIZATION,
                    "the diagonalisation in the subspace failed",
                    RemedyStep.of("a safer algorithm", next("ALGO", "VeryFast", "Fast", "Normal", "Exact"))
                            .times(3)),
            RemedyRow.of(
                    "subspace",
                    "Sub-Space-Matrix is not hermitian in DAV",
                    DIAGONALIZATION,
                    "the subspace matrix is not hermitian",
                    RemedyStep.of("projectors in reciprocal space", put("LREAL", ".FALSE.")),
                    RemedyStep.of("denser grids", put("PREC", "Accurate"))),
            RemedyRow.of(
                    "rspher",
                    "ERROR:? RSPHER|REAL_OPTLAY: internal error|REAL_OPT: internal ERROR",
                    OTHER,
                    "the real-space projectors failed",
                    RemedyStep.of("projectors in reciprocal space", put("LREAL", ".FALSE."))),
            RemedyRow.of(ZPOTRF_FIRST, "", BAD_STRUCTURE, "ZPOTRF failed at the first step: atoms are too close")
                    .rejecting(),
            RemedyRow.of(
                    ZPOTRF,
                    "LAPACK: Routine ZPOTRF failed",
                    DIAGONALIZATION,
                    "the overlap matrix is not positive definite",
                    RemedyStep.of("half the step of the ions, from the last geometry", scale("POTIM", 0.5, 0.01, 10))
                            .times(2)
                            .fromLast()
                            .without(CHGCAR, WAVECAR)),
            RemedyRow.of(
                    "tet",
                    "Tetrahedron method fails|DENTET|BZINTS(?!: Fermi energy)|Fatal error detecting k-mesh"
                            + "|Routine TETIRR needs special values|unable to match k-point",
                    OTHER,
                    "the tetrahedron method failed",
                    RemedyStep.of(
                            "a Γ-centred and denser mesh", put(KCENTERING, "gamma"), scale(KDENSITY, 1.3, 1, 1.3)),
                    RemedyStep.of("Gaussian smearing", put("ISMEAR", "0"), put("SIGMA", "0.05"))),
            RemedyRow.of(
                    "symmetry",
                    "inverse of (a )?rotation matrix was not found|POSMAP|PRICELV|Inconsistent Bravais lattice|RHOSYG"
                            + "|not all point group operations|Reciprocal lattice and k-lattice belong to different class"
                            + "|could not find.*symmetry.*increas",
                    OTHER,
                    "the symmetry analysis failed",
                    RemedyStep.of("a stricter tolerance", scale("SYMPREC", 0.1, 1e-9, 1))
                            .times(2),
                    RemedyStep.of("no symmetry", put("ISYM", "0"))),
            RemedyRow.of(
                    "bands",
                    "TOO FEW BANDS|number of bands is not sufficient|Your highest band is occupied",
                    OTHER,
                    "there are too few bands",
                    RemedyStep.of("a tenth more bands", scaleWhole("NBANDS", 1.1, 1_000_000))
                            .times(3)),
            RemedyRow.of(
                    "brions",
                    "BRIONS problems: POTIM should be increased",
                    IONS_NOT_CONVERGED,
                    "the quasi-Newton steps became useless",
                    RemedyStep.of("longer steps of the ions", add("POTIM", 0.1, 2))
                            .fromLast(),
                    RemedyStep.of("conjugate gradients", put("IBRION", "2")).fromLast()),
            RemedyRow.of(
                    UNCONVERGED,
                    "",
                    SCF_NOT_CONVERGED,
                    "the electronic minimisation did not converge; such an energy is no label",
                    RemedyStep.of("a safer algorithm", next("ALGO", "VeryFast", "Fast", "Normal", "All"))
                            .times(3),
                    RemedyStep.of(
                            "gentler mixing",
                            put("AMIX", "0.1"),
                            put("BMIX", "0.0001"),
                            put("NELM", "200"),
                            remove("NELMIN"))),
            RemedyRow.of(
                    NSW,
                    "",
                    IONS_NOT_CONVERGED,
                    "the relaxation did not reach its accuracy",
                    RemedyStep.of("go on from the last geometry").times(3).fromLast()),
            RemedyRow.of(
                    WALLTIME,
                    "",
                    OUT_OF_WALLTIME,
                    "the run was stopped at its time limit",
                    RemedyStep.of("go on from the last geometry").times(5).fromLast()),
            RemedyRow.of(
                            "memory",
                            "oom.?kill|out of memory|exceeded memory limit|cannot allocate memory|insufficient virtual memory"
                                    + "|allocation would exceed memory",
                            OUT_OF_MEMORY,
                            "the memory did not suffice")
                    .advising("more memory, or more nodes"),
            RemedyRow.of(
                            "disk",
                            "no space left on device|quota exceeded|error during write|disk full",
                            OUT_OF_DISK,
                            "the disk or a quota is full")
                    .advising("free space in the work directory")));

    private VaspRepairs() {}
}
