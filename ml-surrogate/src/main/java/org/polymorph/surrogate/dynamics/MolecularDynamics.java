package org.polymorph.surrogate.dynamics;

import java.util.SplittableRandom;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.VerletLists;
import org.polymorph.model.spi.Calculator;

/**
 * The way of the atoms in a cell that stays as it is. Each step is one of the BAOAB scheme of Leimkuhler, Matthews 2013 (doi
 * 10.1093/amrx/abs010): half a kick, half a drift, friction with random kicks at a temperature, half a drift, half a kick;
 * without friction it is the velocity Verlet scheme (Swope, Andersen, Berens, Wilson 1982, doi 10.1063/1.442716). Time in fs,
 * masses in atomic units. Not thread-safe.
 */
public final class MolecularDynamics {
    /** Boltzmann's constant in eV/K, CODATA 2018. */
    public static final double BOLTZMANN = 8.617333262e-5;
    /** One eV/(Å·u) in Å/fs²: e/(u·10¹⁰), CODATA 2018. */
    static final double ACCELERATION = 1.602176634e-19 / 1.66053906660e-27 * 1e-10;

    private final Calculator calculator;
    private final double timestep;
    private final VerletLists neighbors = new VerletLists();
    private final double[] masses;
    private final double[] positions;
    private final double[] velocities;
    private Structure structure;
    private Evaluation evaluation;
    private double[] forces;

    /**
     * Starts at rest.
     *
     * @param timestep in fs, above zero
     */
    public MolecularDynamics(Structure start, Calculator calculator, double timestep) {
        if (!(timestep > 0)) {
            throw new IllegalArgumentException("a time step must be above zero, found " + timestep + " fs");
        }
        this.calculator = calculator;
        this.timestep = timestep;
        this.masses = new double[start.size()];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = start.species(i).mass();
        }
        this.structure = start;
        this.positions = start.cartesian();
        this.velocities = new double[positions.length];
        this.evaluation = calculator.evaluate(start, neighbors);
        this.forces = evaluation.forces();
    }

    /**
     * Draws velocities of a temperature in K: from Maxwell's distribution, less the drift of the whole, and scaled so that the
     * temperature is met. A single atom stays at rest.
     */
    public void draw(double temperature, SplittableRandom random) {
        double[] drift = new double[3];
        double total = 0;
        for (int i = 0; i < masses.length; i++) {
            total += masses[i];
            for (int k = 0; k < 3; k++) {
                velocities[3 * i + k] =
                        Math.sqrt(BOLTZMANN * temperature * ACCELERATION / masses[i]) * random.nextGaussian();
                drift[k] += masses[i] * velocities[3 * i + k];
            }
        }
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] -= drift[i % 3] / total;
        }
        double found = temperature();
        double scale = found > 0 ? Math.sqrt(temperature / found) : 0;
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] *= scale;
        }
    }

    /** Makes one step without friction: the sum of {@link #kinetic} and {@link #potential} is conserved. */
    public void step() {
        kick();
        drift(timestep);
        evaluate();
        kick();
    }

    /**
     * Makes one step with friction.
     *
     * @param temperature of the random kicks, K
     * @param friction 1/fs
     */
    public void step(double temperature, double friction, SplittableRandom random) {
        kick();
        drift(timestep / 2);
        double kept = StrictMath.exp(-friction * timestep);
        double given = Math.sqrt((1 - kept * kept) * BOLTZMANN * temperature * ACCELERATION);
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] = kept * velocities[i] + given / Math.sqrt(masses[i / 3]) * random.nextGaussian();
        }
        drift(timestep / 2);
        evaluate();
        kick();
    }

    private void kick() {
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] += timestep / 2 * ACCELERATION * forces[i] / masses[i / 3];
        }
    }

    private void drift(double time) {
        for (int i = 0; i < positions.length; i++) {
            positions[i] += time * velocities[i];
        }
    }

    private void evaluate() {
        structure = Structure.ofCartesian(structure.lattice(), structure.species(), positions);
        evaluation = calculator.evaluate(structure, neighbors);
        forces = evaluation.forces();
    }

    /** Returns where the atoms are now. */
    public Structure structure() {
        return structure;
    }

    /** Returns energy, forces and stress of where the atoms are now. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** Returns the potential energy of the cell, eV. */
    public double potential() {
        return evaluation.energy();
    }

    /** Returns the kinetic energy of the cell, eV. */
    public double kinetic() {
        double twice = 0;
        for (int i = 0; i < velocities.length; i++) {
            twice += masses[i / 3] * velocities[i] * velocities[i];
        }
        return twice / (2 * ACCELERATION);
    }

    /** Returns the temperature in K of all ways to move but those of the whole; 0 for a single atom. */
    public double temperature() {
        int freedoms = velocities.length - 3;
        return freedoms == 0 ? 0 : 2 * kinetic() / (freedoms * BOLTZMANN);
    }
}
