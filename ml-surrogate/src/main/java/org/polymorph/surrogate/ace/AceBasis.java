package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Element;

/**
 * What an expansion is made of: the elements, the radial functions and harmonics, the layout of the densities A, and the
 * invariants of one centre as flat lists of products. All centres use the same list; feature {@code c·perCentre()} of
 * centre element c is the constant one, the invariants follow. Immutable and thread-safe.
 */
final class AceBasis {
    private final AceSettings settings;
    private final List<Element> elements;
    private final int[] elementIndex = new int[119];
    private final RadialBasis radial;
    private final SphericalHarmonics harmonics;
    private final int[] blockSize;
    private final int[] blockStart;
    private final int[][] radialWith;
    private final int width;
    private final List<InvariantList.Invariant> invariants;
    private final SlopeTensors tensors;

    /** Makes the basis for elements in the order of atomic number. */
    AceBasis(AceSettings settings, List<Element> elements) {
        this.settings = settings;
        this.elements = List.copyOf(elements);
        Arrays.fill(elementIndex, -1);
        for (int z = 0; z < elements.size(); z++) {
            elementIndex[elements.get(z).atomicNumber()] = z;
        }
        List<InvariantList.Invariant> wide = InvariantList.of(settings, elements.size());
        int stride = (settings.angular() + 1) * (settings.angular() + 1);
        TreeMap<Integer, Integer> lmax = new TreeMap<>();
        for (InvariantList.Invariant invariant : wide) {
            for (int index : invariant.indices()) {
                int n = index / stride % settings.radial();
                lmax.merge(n, (int) Math.sqrt(index % stride), Math::max);
            }
        }
        int size = lmax.lastKey() + 1;
        this.blockSize = new int[size];
        this.blockStart = new int[size];
        int at = 0;
        int highest = 0;
        for (int n = 0; n < size; n++) {
            int l = lmax.getOrDefault(n, -1);
            highest = Math.max(highest, l);
            blockSize[n] = (l + 1) * (l + 1);
            blockStart[n] = at;
            at += blockSize[n];
        }
        this.width = at;
        this.radialWith = IntStream.range(0, (highest + 1) * (highest + 1))
                .mapToObj(k ->
                        IntStream.range(0, size).filter(n -> k < blockSize[n]).toArray())
                .toArray(int[][]::new);
        this.radial = new RadialBasis(size, settings.cutoff(), settings.decay());
        this.harmonics = new SphericalHarmonics(highest);
        this.invariants = compact(wide, stride);
        this.tensors = new SlopeTensors(this);
    }

    private List<InvariantList.Invariant> compact(List<InvariantList.Invariant> wide, int stride) {
        List<InvariantList.Invariant> out = new ArrayList<>();
        for (InvariantList.Invariant v : wide) {
            int[] indices = v.indices();
            int[] mapped = new int[indices.length];
            for (int k = 0; k < indices.length; k++) {
                int block = indices[k] / stride;
                mapped[k] =
                        block / settings.radial() * width + blockStart[block % settings.radial()] + indices[k] % stride;
            }
            out.add(new InvariantList.Invariant(v.order(), v.degree(), v.level(), mapped, v.coefficients()));
        }
        return List.copyOf(out);
    }

    AceSettings settings() {
        return settings;
    }

    List<Element> elements() {
        return elements;
    }

    /**
     * Returns the number of an element in this basis.
     *
     * @throws IllegalArgumentException if the basis does not have it
     */
    int indexOf(Element element) {
        int index = elementIndex[element.atomicNumber()];
        if (index < 0) {
            throw new IllegalArgumentException(
                    "this model was trained on " + elements + " and does not know the element " + element);
        }
        return index;
    }

    RadialBasis radial() {
        return radial;
    }

    SphericalHarmonics harmonics() {
        return harmonics;
    }

    /** Returns how many harmonics radial function n goes with: all l up to a limit. */
    int blockSize(int n) {
        return blockSize[n];
    }

    /** Returns where the A of radial function n begin within those of one neighbour element. */
    int blockStart(int n) {
        return blockStart[n];
    }

    /** Returns the radial functions that harmonic k goes with: one at least. */
    int[] radialWith(int k) {
        return radialWith[k];
    }

    /** Returns the number of A of one neighbour element. */
    int width() {
        return width;
    }

    /** Returns the number of A of one atom: all neighbour elements. */
    int densities() {
        return width * elements.size();
    }

    List<InvariantList.Invariant> invariants() {
        return invariants;
    }

    /** Returns the derivatives of the invariants by the A. */
    SlopeTensors tensors() {
        return tensors;
    }

    /** Returns the number of features of one centre element, the constant included. */
    int perCentre() {
        return invariants.size() + 1;
    }

    /** Returns the number of features. */
    int size() {
        return perCentre() * elements.size();
    }
}
