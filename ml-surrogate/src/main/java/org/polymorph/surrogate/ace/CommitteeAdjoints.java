package org.polymorph.surrogate.ace;

import java.util.Arrays;
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
    private final int[] sizes; // atoms of each element
    private final int[] firsts; // of each element, the atoms of those before it
    private int[] ranks = new int[0]; // of each atom among those of its element
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
        sizes = new int[basis.elements().size()];
        firsts = new int[sizes.length];
    }

    /** Starts on the atoms that rows of pairs have. */
    void begin(PairRows pairs) {
        int count = pairs.end() - pairs.first();
        if (ranks.length < count) {
            ranks = new int[count];
        }
        Arrays.fill(sizes, 0);
        for (int i = 0; i < count; i++) {
            ranks[i] = sizes[pairs.species(pairs.first() + i)]++;
        }
        int atoms = 0;
        for (int z = 0; z < sizes.length; z++) {
            firsts[z] = atoms;
            atoms += sizes[z];
        }
        if (gathered.length < atoms * entries) {
            int room = atoms * 5 / 4;
            gathered = new float[room * entries];
            rows = new NativeFloats(room * entries);
            adjoints = new NativeFloats(room * densities * padded);
        }
    }

    /** Takes the tensors of an atom. */
    void take(PairRows pairs, int atom, double[] tensors) {
        int element = pairs.species(atom);
        int size = sizes[element];
        int rank = ranks[atom - pairs.first()];
        int to = firsts[element] * entries;
        int first = 0;
        for (int c = 0; c < channels.length; c += 3) {
            int end = channels[c + 2];
            int width = end - first;
            for (int m = 0; m < channels[c + 1]; m++) {
                int at = to + (m * size + rank) * width;
                for (int k = first; k < end; k++) {
                    gathered[at++] = (float) tensors[components[k] + m];
                }
            }
            to += channels[c + 1] * size * width;
            first = end;
        }
    }

    /** Computes the derivatives, when all atoms have been taken. */
    void multiply() {
        int atoms = firsts[firsts.length - 1] + sizes[sizes.length - 1];
        rows.put(0, gathered, atoms * entries);
        for (int z = 0; z < sizes.length; z++) {
            int from = firsts[z] * entries;
            int first = 0;
            for (int c = 0; c < channels.length; c += 3) {
                int width = channels[c + 2] - first;
                int height = channels[c + 1] * sizes[z];
                if (height > 0) {
                    OpenBlas.multiply(
                            height,
                            padded,
                            width,
                            rows.matrix(from, width),
                            weights.matrix((z * uses + first) * padded, padded),
                            0,
                            adjoints.matrix(at(z, 0, channels[c]), padded));
                }
                from += height * width;
                first = channels[c + 2];
            }
        }
    }

    private int at(int element, int rank, int density) {
        return (firsts[element] * densities + density * sizes[element] + rank) * padded;
    }

    /** Returns derivatives of one atom, densities from {@code density} on × {@link Committee#padded}. */
    NativeFloats.Matrix of(PairRows pairs, int atom, int density) {
        int element = pairs.species(atom);
        int at = at(element, ranks[atom - pairs.first()], density);
        return adjoints.matrix(at, sizes[element] * padded);
    }
}
