package org.polymorph.dft.vasp.fake;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the stand-in is told to fail: {@code NAME}, or {@code NAME unless KEY=VALUE} for a failure that this entry of INCAR
 * repairs, in the variable {@value #VARIABLE}.
 *
 * @param name a row of VASP's table
 * @param steps ionic steps that are computed before
 * @param message VASP's own words
 */
record FakeFailure(String name, int steps, String message) {
    /** Holds the failure; none where it is not set. */
    static final String VARIABLE = "FAKE_VASP_FAIL";

    private static final Map<String, FakeFailure> KNOWN = new TreeMap<>();

    static {
        add(
                "brmix",
                0,
                " BRMIX: very serious problems\n the old and the new charge density differ\n old charge density: 8.0");
        add(
                "zbrent",
                2,
                " ZBRENT: fatal error in bracketing\n     please rerun with smaller EDIFF, or copy CONTCAR\n"
                        + "     to POSCAR and continue");
        add("eddrmm", 0, " WARNING in EDDRMM: call to ZHEGV failed, returncode =   6  3     12");
        add("edddav", 0, " Error EDDDAV: Call to ZHEGV failed. Returncode =   8 2   8");
        add("zheev", 0, " ERROR FEXCP: supplied Exchange-correlation table\n Call to routine ZHEEV failed");
        add("subspace", 0, " WARNING: Sub-Space-Matrix is not hermitian in DAV   1  -2.5E-002");
        add("rspher", 0, " ERROR RSPHER: out of bounds");
        add("real_optlay", 0, " REAL_OPTLAY: internal error (1)");
        add("zpotrf", 0, " LAPACK: Routine ZPOTRF failed!           12");
        add("zpotrf-later", 2, " LAPACK: Routine ZPOTRF failed!           12");
        add("tet", 0, " Tetrahedron method fails (number of k-points < 4)");
        add("dentet", 0, " DENTET: can not reach specified precision");
        add("symmetry", 0, " inverse of rotation matrix was not found (increase SYMPREC)            2");
        add(
                "pricelv",
                0,
                " internal error in subroutine PRICELV (probably precision problem, try to change SYMPREC in INCAR ?):");
        add("bands", 0, " TOO FEW BANDS");
        add("brions", 2, " BRIONS problems: POTIM should be increased");
        add("item", 0, " Error reading item 'ENCUT' from file INCAR.");
        add("core", 0, " internal error in SET_CORE_WF");
        add("unconverged", 1, "");
        add("killed", 2, "");
        add("nsw", 1, "");
        add("stars", 1, "");
    }

    private static void add(String name, int steps, String message) {
        KNOWN.put(name, new FakeFailure(name, steps, message));
    }

    /** Returns the failure that is wanted with this INCAR. */
    static Optional<FakeFailure> wanted(String text, Map<String, String> incar) {
        String[] words = text.trim().split("\\s+unless\\s+", 2);
        if (words[0].isEmpty()) {
            return Optional.empty();
        }
        FakeFailure failure = KNOWN.get(words[0]);
        if (failure == null) {
            throw new IllegalArgumentException(
                    VARIABLE + ": expected one of " + KNOWN.keySet() + ", found \"" + words[0] + "\"");
        }
        if (words.length == 2) {
            String[] repair = words[1].split("=", 2);
            if (incar.getOrDefault(repair[0], "").equalsIgnoreCase(repair[1])) {
                return Optional.empty();
            }
        }
        return Optional.of(failure);
    }
}
