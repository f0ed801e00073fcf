package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.surrogate.property.MemberSpread;
import org.polymorph.surrogate.training.SealedFile;

/**
 * Trees whose mean is the estimate. Immutable.
 *
 * @param spread how they make a deviation
 */
record Forest(List<Tree> trees, MemberSpread spread) implements AmdFit {
    Forest {
        trees = List.copyOf(trees);
    }

    @Override
    public PropertyEstimate predict(double[] numbers) {
        return spread.of(
                trees.stream().mapToDouble(tree -> tree.predict(numbers)).toArray());
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(spread.floor());
        out.writeDouble(spread.factor());
        SealedFile.writeArray(out, Tree.together(trees));
    }

    static Forest read(DataInputStream in) throws IOException {
        MemberSpread spread = new MemberSpread(in.readDouble(), in.readDouble());
        return new Forest(Tree.apart(SealedFile.readArray(in)), spread);
    }
}
