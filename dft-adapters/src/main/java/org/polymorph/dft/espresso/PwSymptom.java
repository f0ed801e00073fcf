package org.polymorph.dft.espresso;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;

/**
 * One way in which pw.x is known to fail: how its text is recognised, what it means, and what would help.
 *
 * @param id short name, stable, for tables of repairs
 * @param pattern searched in the text, case ignored
 */
record PwSymptom(String id, Pattern pattern, FailureKind kind, String detail, String remedy) {

    /** What an error block or a CRASH file may say; the first that fits counts. */
    static final List<PwSymptom> ERRORS = List.of(
            of(
                    "diagonalization",
                    "computing cholesky|too many bands are not converged|S matrix not positive definite"
                            + "|[zd](he|sy)gvx? failed|eigenvectors failed to converge|diagonalization.*fail",
                    FailureKind.DIAGONALIZATION,
                    "the diagonalisation failed",
                    "another diagonalization: david, then paro, then cg"),
            of(
                    "charge",
                    "charge is wrong",
                    FailureKind.CHARGE,
                    "the number of electrons came out wrong",
                    "smearing in place of fixed occupations; if it was on, the input is at fault"),
            of(
                    "fft",
                    "Not enough space allocated for radial FFT",
                    FailureKind.IONS_NOT_CONVERGED,
                    "the cell grew beyond what was allocated",
                    "twice the cell_factor, from scratch"),
            of(
                    "overlap",
                    "atoms.*overlap|check_atoms|differ by lattice vector",
                    FailureKind.BAD_STRUCTURE,
                    "two atoms lie at the same place",
                    "none: the structure is at fault"),
            of(
                    "cell",
                    "volume is (zero|negative)|wrong volume|zero volume|lattice vectors.*(singular|wrong)|left.?handed",
                    FailureKind.BAD_STRUCTURE,
                    "the cell is not usable",
                    "none: the structure is at fault"),
            of(
                    "symmetry",
                    "non orthogonal operation|not orthogonal|symmetry operation|sgama|sym_rho|irreducible",
                    FailureKind.OTHER,
                    "the symmetry analysis failed",
                    "namelists: {system: {nosym: true}}"),
            of(
                    "pseudopotential",
                    "in routine (readpp|read_upf\\w*|read_pseudo\\w*|set_pp\\w*|upf\\w*|scan_\\w*)|pseudo|\\.upf",
                    FailureKind.PSEUDOPOTENTIAL,
                    "a pseudopotential is missing or cannot be used",
                    "check pseudopotentials and pseudoDir"),
            of("memory", "", FailureKind.OUT_OF_MEMORY, "the memory did not suffice", "more memory, or more nodes")
                    .looking("cannot allocate|allocat\\w* .*fail|out of memory|insufficient (virtual )?memory"),
            of("disk", "", FailureKind.OUT_OF_DISK, "the disk or a quota is full", "free space in the work directory")
                    .looking("no space left|quota exceeded|error (while )?writing|disk full|cannot write"),
            of(
                    "input",
                    "in routine (read_namelists\\w*|iosys|read_cards\\w*|card_\\w*|input\\w*|check\\w*|cell_base\\w*"
                            + "|setup|set_occupations|set_dft\\w*|k_points\\w*|divide\\w*|mp_start\\w*|open_input\\w*)"
                            + "|no k-points|bad line in namelist",
                    FailureKind.BAD_INPUT,
                    "pw.x refused its input",
                    "check the settings against pw.x's INPUT_PW"));

    /** What the standard error or a scheduler's note may say. */
    static final List<PwSymptom> SURROUNDINGS = List.of(
            of("limit", "", FailureKind.OUT_OF_WALLTIME, "the job was stopped at its time limit", "a longer walltime")
                    .looking("due to time limit|time limit exceeded|walltime.*exceeded|wall-clock limit"),
            of("oom", "", FailureKind.OUT_OF_MEMORY, "the job was stopped for its memory", "more memory, or more nodes")
                    .looking("oom.?kill|out of memory|exceeded memory limit|cannot allocate memory"),
            of("full", "", FailureKind.OUT_OF_DISK, "the disk or a quota is full", "free space in the work directory")
                    .looking("no space left on device|quota exceeded"));

    /** What the standard error says where the program could not be started at all. */
    static final PwSymptom NO_PROGRAM = of(
            "program",
            "not found|no such file or directory|cannot execute|permission denied|unable to (find|launch|locate)"
                    + "|could not (find|access).*executable|loading shared libraries|execve",
            FailureKind.NO_PROGRAM,
            "pw.x could not be started",
            "check command and prelude of codes.espresso; on Debian it is in the package quantum-espresso");

    private static PwSymptom of(String id, String pattern, FailureKind kind, String detail, String remedy) {
        return new PwSymptom(id, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), kind, detail, remedy);
    }

    private PwSymptom looking(String words) {
        return of(id, words, kind, detail, remedy);
    }

    boolean in(String text) {
        return pattern.matcher(text).find();
    }

    /** Returns the failure that this symptom stands for. */
    CalculationFailure failure(String evidence) {
        return new CalculationFailure(kind, detail, evidence, remedy);
    }

    /** Returns the failure of the first symptom that a line of a text shows. */
    static Optional<CalculationFailure> firstIn(List<PwSymptom> symptoms, List<String> lines) {
        for (PwSymptom symptom : symptoms) {
            for (String line : lines) {
                if (symptom.in(line)) {
                    return Optional.of(symptom.failure(line.trim()));
                }
            }
        }
        return Optional.empty();
    }
}
