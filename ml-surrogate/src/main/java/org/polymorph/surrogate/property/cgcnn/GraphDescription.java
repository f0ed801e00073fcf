package org.polymorph.surrogate.property.cgcnn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.property.ensemble.CrystalDescription;
import org.polymorph.surrogate.training.SealedFile;

/**
 * Crystals as graphs.
 *
 * @param shape sizes of the networks
 * @param neighbors of each atom
 * @param elements that are known
 */
record GraphDescription(CgcnnSettings.Shape shape, int neighbors, List<Element> elements)
        implements CrystalDescription<CrystalGraph> {
    GraphDescription {
        elements = List.copyOf(elements);
    }

    @Override
    public CrystalGraph of(Structure structure) {
        return CrystalGraph.of(structure, elements, neighbors, shape);
    }

    @Override
    public CrystalNetwork network() {
        return new CrystalNetwork(shape, neighbors, elements.size());
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        shape.write(out);
        out.writeInt(neighbors);
        SealedFile.writeElements(out, elements);
    }

    static GraphDescription read(DataInputStream in) throws IOException {
        return new GraphDescription(CgcnnSettings.Shape.read(in), in.readInt(), SealedFile.readElements(in));
    }
}
