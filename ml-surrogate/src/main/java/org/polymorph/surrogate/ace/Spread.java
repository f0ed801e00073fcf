package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.surrogate.linear.NativeFloats;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * The deviations of a committee's energy, forces and stress from the mean, gathered while the mean is being
 * evaluated, for some atoms at once: energies in double precision, forces and stress in single precision. Scratch space of its own; not thread-safe.
 */
final class Spread implements AceEvaluator.Visitor {
    /** Rows of the virial: those of pulls along x, then y, then z, each by the components of the pair up to it. */
    private static final int[] VOIGT = {0, 5, 1, 4, 3, 2};

    private final Committee committee;
    private final CommitteeAdjoints adjoints;
    private final PairPulls pulls;
    private final int elements;
    private final int perCentre;
    private final int padded;
    private final double[] sums;
    private final NativeFloats virial;
    private final float[] virialRows;
    private float[] forces = new float[0];
    private float[] vectors = new float[0];
    private NativeFloats levers = new NativeFloats(0);
    private int atoms;
    private double volume;

    Spread(AceBasis basis, Committee committee) {
        this.committee = committee;
        this.adjoints = new CommitteeAdjoints(basis, committee);
        this.elements = basis.elements().size();
        this.perCentre = basis.perCentre();
        this.padded = committee.padded();
        this.pulls = new PairPulls(basis, padded);
        this.sums = new double[basis.size()];
        this.virialRows = new float[6 * padded];
        this.virial = new NativeFloats(6 * padded);
    }

    /** Starts on a structure. */
    void begin(Structure structure) {
        atoms = structure.size();
        volume = structure.volume();
        int size = 3 * atoms * padded;
        if (forces.length < size) {
            forces = new float[size];
        }
        Arrays.fill(forces, 0, size, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(virialRows, 0);
        virial.put(0, virialRows, virialRows.length);
    }

    @Override
    public void visit(PairRows pairs, TensorRows tensors) {
        for (int z = 0; z < elements; z++) {
            int from = pairs.firstPlace(z);
            int to = pairs.firstPlace(z + 1);
            int at = z * perCentre;
            sums[at++] += to - from;
            for (double[] invariant : tensors.invariants()) {
                for (int i = from; i < to; i++) {
                    sums[at] += invariant[i];
                }
                at++;
            }
        }
        adjoints.fill(pairs, tensors);
        pulls.fill(pairs, adjoints);
        addVirial(pairs);
        addForces(pairs);
    }

    private void addVirial(PairRows pairs) {
        int count = pairs.count();
        if (vectors.length < 3 * count) {
            vectors = new float[3 * count * 5 / 4];
            levers = new NativeFloats(vectors.length);
        }
        NeighborList neighbors = pairs.neighbors();
        for (int p = 0; p < count; p++) {
            int entry = pairs.entry(p);
            vectors[p] = (float) neighbors.dx(entry);
            vectors[count + p] = (float) neighbors.dy(entry);
            vectors[2 * count + p] = (float) neighbors.dz(entry);
        }
        levers.put(0, vectors, 3 * count);
        for (int c = 0; c < 3; c++) {
            OpenBlas.multiply(
                    c + 1,
                    padded,
                    count,
                    levers.matrix(0, count),
                    pulls.product().matrix(c * count * padded, padded),
                    1,
                    virial.matrix(c * (c + 1) / 2 * padded, padded));
        }
    }

    private void addForces(PairRows pairs) {
        NeighborList neighbors = pairs.neighbors();
        for (int i = pairs.first(); i < pairs.end(); i++) {
            for (int c = 0; c < 3; c++) {
                for (int lane = 0; lane < padded; lane += Committee.LANES) {
                    addForces(pairs, neighbors, i, c, lane);
                }
            }
        }
    }

    // Component c of the forces that the pairs of atom i exert on their ends, of eight members.
    private void addForces(PairRows pairs, NeighborList neighbors, int i, int c, int lane) {
        float[] from = pulls.pulls();
        float[] to = forces;
        int end = pairs.end(i);
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = pairs.start(i, 0); p < end; p++) {
            int at = (c * pairs.count() + p) * padded + lane;
            int j = (3 * neighbors.neighbor(pairs.entry(p)) + c) * padded + lane;
            s0 += from[at];
            s1 += from[at + 1];
            s2 += from[at + 2];
            s3 += from[at + 3];
            s4 += from[at + 4];
            s5 += from[at + 5];
            s6 += from[at + 6];
            s7 += from[at + 7];
            to[j] -= from[at];
            to[j + 1] -= from[at + 1];
            to[j + 2] -= from[at + 2];
            to[j + 3] -= from[at + 3];
            to[j + 4] -= from[at + 4];
            to[j + 5] -= from[at + 5];
            to[j + 6] -= from[at + 6];
            to[j + 7] -= from[at + 7];
        }
        int own = (3 * i + c) * padded + lane;
        to[own] += s0;
        to[own + 1] += s1;
        to[own + 2] += s2;
        to[own + 3] += s3;
        to[own + 4] += s4;
        to[own + 5] += s5;
        to[own + 6] += s6;
        to[own + 7] += s7;
    }

    /** Returns the mean with standard deviations over the members as they are. */
    Prediction prediction(Evaluation mean) {
        double[] energies = new double[committee.members()];
        committee.addEnergies(sums, energies);
        double energy = 0;
        for (double e : energies) {
            energy += e * e / energies.length;
        }
        double[] forceStd = new double[atoms];
        for (int i = 0; i < atoms; i++) {
            forceStd[i] =
                    Math.sqrt(variance(forces, 3 * i) + variance(forces, 3 * i + 1) + variance(forces, 3 * i + 2));
        }
        virial.get(0, virialRows, virialRows.length);
        double[] stressStd = new double[6];
        for (int v = 0; v < 6; v++) {
            stressStd[VOIGT[v]] = Math.sqrt(variance(virialRows, v)) / volume;
        }
        return new Prediction(mean, Math.sqrt(energy), forceStd, Stress.ofVoigt(stressStd));
    }

    private double variance(float[] rows, int row) {
        double sum = 0;
        for (int k = 0; k < committee.members(); k++) {
            double x = rows[row * padded + k];
            sum += x * x;
        }
        return sum / committee.members();
    }
}
