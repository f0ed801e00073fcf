package org.polymorph.surrogate.ace;

import java.util.List;
import org.polymorph.surrogate.linear.NativeFloats;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * The derivatives of all members' energies by the densities, for some atoms at once: for each channel one product of the tensors
 * of all atoms of an element with the members' coefficients, in single precision. Scratch space; not thread-safe.
 */
final class CommitteeAdjoints {
    private final int densities;
    private final int padded;
    private final int uses;
    private final int[] channels; // density, width, end of its uses
    private final int[] components; // of each use
    private final int entries;
    private final NativeFloats weights;
    private final int elements;
    private float[] gathered = new float[0];
    private NativeFloats rows = new NativeFloats(0);
    private NativeFloats adjoints = new NativeFloats(0);

    CommitteeAdjoints(AceBasis basis, Committee committee) {
        densities = basis.densities();
        padded = committee.padded();
        uses = committee.uses();
        List<SlopeTensors.Channel> all = committee.channels();
        channels = new int[3 * all.size()];
        components = all.stream()
                .flatMap(channel -> channel.uses().stream())
                .mapToInt(SlopeTensors.Use::component)
                .toArray();
        int end = 0;
        int size = 0;
        for (int c = 0; c < all.size(); c++) {
            end += all.get(c).uses().size();
            size += all.get(c).uses().size() * all.get(c).width();
            channels[3 * c] = all.get(c).density();
            channels[3 * c + 1] = all.get(c).width();
            channels[3 * c + 2] = end;
        }
        entries = size;
        weights = committee.weights();
        elements = basis.elements().size();
    }

    /** Computes the derivatives for the atoms that rows of pairs and tensors have. */
    void fill(PairRows pairs, TensorRows tensors) {
        int atoms = pairs.end() - pairs.first();
        if (gathered.length < atoms * entries) {
            int room = atoms * 5 / 4;
            gathered = new float[room * entries];
            rows = new NativeFloats(room * entries);
            adjoints = new NativeFloats(room * densities * padded);
        }
        for (int z = 0; z < elements; z++) {
            gather(tensors.components(), pairs.firstPlace(z), pairs.firstPlace(z + 1));
        }
        rows.put(0, gathered, atoms * entries);
        for (int z = 0; z < elements; z++) {
            multiply(z, pairs.firstPlace(z), pairs.firstPlace(z + 1));
        }
    }

    // Uses × components × atoms of each channel.
    private void gather(double[][] components, int from, int to) {
        float[] out = gathered;
        int at = from * entries;
        int use = 0;
        for (int c = 0; c < channels.length; c += 3) {
            for (; use < channels[c + 2]; use++) {
                for (int m = 0; m < channels[c + 1]; m++) {
                    double[] row = components[this.components[use] + m];
                    for (int i = from; i < to; i++) {
                        out[at++] = (float) row[i];
                    }
                }
            }
        }
    }

    private void multiply(int element, int from, int to) {
        int at = from * entries;
        int first = 0;
        for (int c = 0; c < channels.length && from < to; c += 3) {
            int width = channels[c + 2] - first;
            int height = channels[c + 1] * (to - from);
            OpenBlas.multiplyTransposedLeft(
                    height,
                    padded,
                    width,
                    rows.matrix(at, height),
                    weights.matrix((element * uses + first) * padded, padded),
                    adjoints.matrix((from * densities + channels[c] * (to - from)) * padded, padded));
            at += height * width;
            first = channels[c + 2];
        }
    }

    /** Returns derivatives of one atom, densities from {@code density} on × {@link Committee#padded}. */
    NativeFloats.Matrix of(PairRows pairs, int atom, int density) {
        int from = pairs.firstPlace(pairs.species(atom));
        int atoms = pairs.firstPlace(pairs.species(atom) + 1) - from;
        int row = from * densities + density * atoms + pairs.place(atom) - from;
        return adjoints.matrix(row * padded, atoms * padded);
    }
}
