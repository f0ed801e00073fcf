package org.polymorph.surrogate.ace;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.surrogate.linear.NormalEquations;
import org.polymorph.surrogate.training.SealedFile;

/**
 * What a fit leaves to the next one: the sums over its first labels, in whole blocks, so that later labels are added to them
 * in the order in which a fit from scratch adds them, to the same bits.
 *
 * @param digests SHA-256 of each label, in their order
 * @param energies labels × regressors: the energies' rows of the design
 * @param settled how many labels the sums hold
 * @param forces sums of the forces, one a fold; those of the stresses alike
 */
record KeptSums(
        List<String> digests,
        List<double[]> energies,
        int settled,
        List<NormalEquations> forces,
        List<NormalEquations> stresses) {
    /** More regressors than this would make the model's file too long. */
    private static final int LARGEST = 800;

    static final KeptSums NONE = new KeptSums(List.of(), List.of(), 0, List.of(), List.of());

    KeptSums {
        digests = List.copyOf(digests);
        energies = List.copyOf(energies);
        forces = List.copyOf(forces);
        stresses = List.copyOf(stresses);
    }

    /** Returns these sums if they are of the first of other labels and not too large, otherwise none. */
    KeptSums ifBeginOf(List<String> others) {
        boolean same = digests.size() <= others.size() && digests.equals(others.subList(0, digests.size()));
        return same && !forces.isEmpty() ? this : NONE;
    }

    /** Returns these sums, or none if they are too large to be kept. */
    KeptSums ifSmall() {
        return forces.isEmpty() || forces.get(0).size() > LARGEST ? NONE : this;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(digests.size());
        for (int s = 0; s < digests.size(); s++) {
            out.writeUTF(digests.get(s));
            SealedFile.writeArray(out, energies.get(s));
        }
        out.writeInt(settled);
        out.writeInt(forces.size());
        for (int fold = 0; fold < forces.size(); fold++) {
            SealedFile.writeArray(out, forces.get(fold).toArray());
            SealedFile.writeArray(out, stresses.get(fold).toArray());
        }
    }

    static KeptSums read(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> digests = new ArrayList<>();
        List<double[]> energies = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            digests.add(in.readUTF());
            energies.add(SealedFile.readArray(in));
        }
        int settled = in.readInt();
        List<NormalEquations> forces = new ArrayList<>();
        List<NormalEquations> stresses = new ArrayList<>();
        for (int folds = in.readInt(); folds > 0; folds--) {
            forces.add(NormalEquations.ofArray(SealedFile.readArray(in)));
            stresses.add(NormalEquations.ofArray(SealedFile.readArray(in)));
        }
        return new KeptSums(digests, energies, settled, forces, stresses);
    }
}
