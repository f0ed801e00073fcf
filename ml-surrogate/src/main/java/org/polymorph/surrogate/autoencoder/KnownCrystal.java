package org.polymorph.surrogate.autoencoder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.training.SealedFile;

/** A crystal that an autoencoder has learned from, as its file holds it. */
record KnownCrystal(Structure structure) {

    static List<KnownCrystal> list(List<Structure> structures) {
        return structures.stream().map(KnownCrystal::new).toList();
    }

    void write(DataOutputStream out) throws IOException {
        SealedFile.writeArray(out, structure.lattice().toArray());
        SealedFile.writeArray(
                out,
                structure.species().stream().mapToDouble(Element::atomicNumber).toArray());
        SealedFile.writeArray(out, structure.fractional());
    }

    static KnownCrystal read(DataInputStream in) throws IOException {
        Lattice lattice = Lattice.of(SealedFile.readArray(in));
        List<Element> species = new ArrayList<>();
        Arrays.stream(SealedFile.readArray(in)).forEach(number -> species.add(Element.ofNumber((int) number)));
        return new KnownCrystal(Structure.of(lattice, species, SealedFile.readArray(in)));
    }
}
