package org.polymorph.dft.remedy;

import java.util.List;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.remedy.RemedyRow;
import org.polymorph.model.remedy.RemedyStep;
import org.polymorph.model.remedy.RemedyTable;

/** Rows that the tables of all plane-wave and Gaussian codes share: what the machine says, and what an output looks like. */
public final class CommonRows {
    private static final String MEMORY =
            "oom.?kill|out of memory|exceeded memory limit|cannot allocate memory|error allocating";

    private CommonRows() {}

    /** Returns a table of several groups of rows, in their order. */
    public static RemedyTable table(List<List<RemedyRow>> groups) {
        return new RemedyTable(groups.stream().flatMap(List::stream).toList());
    }

    /**
     * Returns what the standard error or a scheduler's note may say.
     *
     * @param steps against the lack of memory
     */
    public static List<RemedyRow> surroundings(RemedyStep... steps) {
        return List.of(
                fromScratch("limit", "due to time limit|time limit exceeded|walltime.*exceeded|wall-clock limit"),
                memory("oom", MEMORY, steps),
                disk("full", "no space left on device|quota exceeded"));
    }

    /** Returns what the standard error says where the program could not be started at all. */
    public static RemedyRow notStarted(String program, String code, String debian) {
        return RemedyRow.of(
                        "program",
                        "not found|no such file or directory|cannot execute|permission denied"
                                + "|unable to (find|launch|locate)|could not (find|access).*executable"
                                + "|loading shared libraries|execve",
                        FailureKind.NO_PROGRAM,
                        program + " could not be started")
                .advising("check command and prelude of codes." + code + "; on Debian it is in the package " + debian);
    }

    /** Returns a row {@code disk} or {@code full}. */
    public static RemedyRow disk(String id, String sign) {
        return RemedyRow.of(id, sign, FailureKind.OUT_OF_DISK, "the disk or a quota is full")
                .advising("free space in the work directory");
    }

    /** Returns a row {@code memory} or {@code oom}. */
    public static RemedyRow memory(String id, String sign, RemedyStep... steps) {
        return RemedyRow.of(id, sign, FailureKind.OUT_OF_MEMORY, "the memory did not suffice", steps)
                .advising("more memory, or more nodes");
    }

    /** Returns the row of a job that the scheduler stopped: files of a killed run are not whole. */
    public static RemedyRow killed() {
        return fromScratch("killed", "");
    }

    private static RemedyRow fromScratch(String id, String sign) {
        return RemedyRow.of(
                id,
                sign,
                FailureKind.OUT_OF_WALLTIME,
                "the job was stopped at its time limit",
                RemedyStep.of("from scratch, from the last geometry").times(3).fromLast());
    }

    /** Returns the rows of relaxations that ended before they had converged: {@code steps} and {@code unsaid}. */
    public static List<RemedyRow> relaxations() {
        return List.of(
                RemedyRow.of(
                        "steps",
                        "",
                        FailureKind.IONS_NOT_CONVERGED,
                        "the relaxation used up its steps",
                        RemedyStep.of("again from the last geometry").times(3).fromLast()),
                RemedyRow.of(
                        "unsaid",
                        "",
                        FailureKind.IONS_NOT_CONVERGED,
                        "the relaxation ended without saying that it converged",
                        RemedyStep.of("again from the last geometry").fromLast()));
    }

    /**
     * Returns the rows of what an output looks like, the last ones of a table: {@code died}, {@code truncated}, {@code nothing},
     * {@code unreadable}, {@code contact}, {@code collapse} and {@code crash}.
     *
     * @param program as people know it
     * @param gently against a relaxation that collapsed, before the candidate is rejected
     */
    public static List<RemedyRow> outputs(String program, RemedyStep gently) {
        return List.of(
                RemedyRow.of(
                        "died",
                        "",
                        FailureKind.CRASHED,
                        program + " died",
                        RemedyStep.of("run it again from scratch").fromLast()),
                RemedyRow.of(
                        "truncated",
                        "",
                        FailureKind.TRUNCATED_OUTPUT,
                        "the output ends before its end",
                        RemedyStep.of("run it again from scratch").fromLast()),
                RemedyRow.of(
                        "nothing",
                        "",
                        FailureKind.NO_OUTPUT,
                        "there is no output of " + program,
                        RemedyStep.of("run it again")),
                RemedyRow.of("unreadable", "", FailureKind.UNREADABLE_NUMBERS, "numbers of the output cannot be read")
                        .advising("look at the structure: it may have collapsed"),
                RemedyRow.of(
                                "contact",
                                "",
                                FailureKind.BAD_STRUCTURE,
                                "atoms are nearer to each other than half the sum of their covalent radii")
                        .rejecting(),
                RemedyRow.of(
                                "collapse",
                                "",
                                FailureKind.BAD_STRUCTURE,
                                "the relaxation collapsed a sound structure",
                                gently)
                        .rejecting(),
                RemedyRow.of("crash", "", FailureKind.OTHER, program + " stopped with an error"));
    }
}
