package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** What has been read so far of one geometry. */
final class StepDraft {
    /** How far two prints of a difference of energies may be apart, in eV: OUTCAR prints six decimals up to VASP 5. */
    private static final double SAME_ENERGY = 2.2e-6;

    final int number;

    /** Energies of the last electronic step: F, E, E(σ→0); NaN where they cannot be read. */
    double @Nullable [] electronic;

    /** The final energies, the second and third as they are named in the file. */
    double @Nullable [] energies;

    int scfSteps;

    @Nullable
    Boolean scfConverged;

    double @Nullable [] lattice;
    double @Nullable [] positions;
    boolean cartesian;
    double @Nullable [] forces;
    double @Nullable [] stress;
    /** The stress once more, in eV: times the inverse volume it is the one in kB. */
    double @Nullable [] stressTimesVolume;

    boolean predicted;

    @Nullable
    String trouble;

    StepDraft(int number) {
        this.number = number;
    }

    /** Keeps the first trouble. */
    void cannotRead(String line) {
        if (trouble == null) {
            trouble = line.trim();
        }
    }

    /** Returns whether energy and forces are there. */
    boolean complete() {
        return energies != null && forces != null;
    }

    /**
     * Returns the step, if its energy is there; to be called once.
     *
     * @param pressureVolume p·V of the target pressure in eV
     */
    Optional<VaspStep> step(List<Element> species, double pressureVolume) {
        double[] last = energies;
        if (last == null) {
            return Optional.empty();
        }
        double free = last[0];
        double[] scf = electronic;
        double gap = scf == null ? 0 : free - scf[0];
        if (Math.abs(pressureVolume) > 1e-3 && Math.abs(gap - pressureVolume) < 1e-4) {
            free -= pressureVolume; // VASP adds p·V in vasprun.xml; our energy is without it
        } else if (scf != null && pressureVolume == 0) {
            checkEntropy(last, scf);
        }
        if (scf != null && Double.isNaN(scf[0] + scf[1] + scf[2])) {
            cannotRead("energies of the last electronic step cannot be read");
        }
        if (scfSteps == 0 && !predicted) {
            predicted = true;
        }
        checkStress();
        Optional<Structure> structure = structure(species);
        double[] found = forces == null ? new double[0] : forces;
        return Optional.of(new VaspStep(
                number,
                structure,
                free,
                energy(2, free),
                energy(1, free),
                scfSteps,
                Optional.ofNullable(scfConverged),
                found,
                stress == null ? Optional.empty() : Optional.of(tensile(stress)),
                predicted,
                Optional.ofNullable(trouble)));
    }

    // Van der Waals and the like shift all energies alike, so their distances are those of the last electronic step. Up
    // to
    // VASP 5 the second energy of a vasprun.xml is E(σ→0), named E.
    private void checkEntropy(double[] last, double[] scf) {
        double entropy = last[1] - last[0];
        boolean labelled = Math.abs(entropy - (scf[1] - scf[0])) <= SAME_ENERGY;
        boolean mislabelled = Math.abs(entropy - (scf[2] - scf[0])) <= SAME_ENERGY;
        boolean third = !labelled
                || Math.abs(last[2] - last[0] - (scf[2] - scf[0])) <= SAME_ENERGY
                || Math.abs(last[2] - (scf[0] - scf[1])) <= SAME_ENERGY;
        if (!(labelled || mislabelled) || !third) {
            cannotRead("final energies " + Arrays.toString(last) + " eV, of the last electronic step "
                    + Arrays.toString(scf) + " eV");
        }
    }

    private void checkStress() {
        double[] total = stressTimesVolume;
        double[] kilobar = stress;
        if (total == null || kilobar == null || lattice == null) {
            return;
        }
        double factor = 1 / (volume(lattice) * Units.KBAR);
        for (int i = 0; i < 6; i++) {
            double slack = 2e-3 + 1e-5 * (2 * factor + Math.abs(kilobar[i]));
            if (Math.abs(total[i] * factor - kilobar[i]) > slack) {
                cannotRead("stress in kB " + Arrays.toString(kilobar) + ", in eV " + Arrays.toString(total));
                return;
            }
        }
    }

    /** Returns the volume of a cell in Å³. */
    static double volume(double[] m) {
        return Math.abs(m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]));
    }

    // The last electronic step has all energies under their right names, but not what is added afterwards.
    private Optional<Double> energy(int which, double free) {
        double[] scf = electronic;
        if (scf != null) {
            return Optional.of(free + scf[which] - scf[0]);
        }
        return energies == null ? Optional.empty() : Optional.of(free + energies[which] - energies[0]);
    }

    private Optional<Structure> structure(List<Element> species) {
        if (lattice == null || positions == null || species.size() * 3 != positions.length) {
            return Optional.empty();
        }
        try {
            Lattice cell = Lattice.of(lattice);
            return Optional.of(
                    cartesian
                            ? Structure.ofCartesian(cell, new ArrayList<>(species), positions)
                            : Structure.of(cell, species, positions));
        } catch (IllegalArgumentException e) {
            cannotRead(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    // printed in kB with the sign of a pressure: xx yy zz xy yz zx, as OUTCAR orders them
    private static Stress tensile(double[] kilobar) {
        double[] s = new double[6];
        for (int i = 0; i < 6; i++) {
            s[i] = -kilobar[i] * Units.KBAR + 0.0;
        }
        return new Stress(s[0], s[1], s[2], s[4], s[5], s[3]);
    }
}
