package org.polymorph.surrogate.vary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/**
 * Joins a slab of one parent and a slab of another: cut-and-splice of Deaven, Ho 1995, doi 10.1103/PhysRevLett.75.288, for
 * crystals by Glass, Oganov, Hansen 2006, doi 10.1016/j.cpc.2006.07.020. Both parents are shifted by random vectors. Below a
 * plane at a random height along a cell vector the child has the atoms of the first; of each element it gets what is missing
 * from the second, the highest first. Its cell lies between the two, by the height of the plane. Parents are drawn by rank,
 * the second one another than the first where there is another.
 */
public final class Splice extends Operator<Double> {
    private static final double FLATTEST = 0.1;

    @Override
    public String name() {
        return "splice";
    }

    @Override
    Double read(Settings settings, Composition composition) {
        return settings.number("minSlab", 0.2, 0.01, 0.5);
    }

    @Override
    Optional<Variant> child(Parents parents, Double minSlab, SplittableRandom random) {
        Parent first = parents.draw(random);
        Parent second = parents.drawOther(first, random);
        int axis = random.nextInt(3);
        Structure below = shifted(turned(first.structure(), axis), random);
        Structure above = shifted(turned(second.structure(), random.nextInt(3)), random);
        double height = minSlab + (1 - 2 * minSlab) * random.nextDouble();
        return lattice(below.lattice(), above.lattice(), height)
                .flatMap(lattice -> join(lattice, below, above, height))
                .map(child -> new Variant(
                        child,
                        first.id().equals(second.id()) ? List.of(first.id()) : List.of(first.id(), second.id())));
    }

    // the reduced cell with vector `axis` as c and, with the others in cyclic order, the same hand
    private static Structure turned(Structure structure, int axis) {
        Structure reduced = structure.niggliReduced();
        double[] rows = reduced.lattice().toArray();
        double[] from = reduced.fractional();
        double[] vectors = new double[9];
        double[] to = new double[from.length];
        for (int k = 0; k < 3; k++) {
            int source = (axis + 1 + k) % 3;
            System.arraycopy(rows, 3 * source, vectors, 3 * k, 3);
            for (int i = 0; i < reduced.size(); i++) {
                to[3 * i + k] = from[3 * i + source];
            }
        }
        return Structure.of(Lattice.of(vectors), reduced.species(), to).standardOrientation();
    }

    private static Structure shifted(Structure structure, SplittableRandom random) {
        double[] fractional = structure.fractional();
        double[] shift = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
        for (int i = 0; i < fractional.length; i++) {
            fractional[i] += shift[i % 3];
        }
        return structure.withFractional(fractional).wrapped();
    }

    private static Optional<Lattice> lattice(Lattice below, Lattice above, double height) {
        double[] a = below.toArray();
        double[] b = above.toArray();
        double volume = height * below.volume() + (1 - height) * above.volume();
        for (int k = 0; k < 9; k++) {
            a[k] = height * a[k] + (1 - height) * b[k];
        }
        // both lie in standard orientation: the matrix is triangular
        return Math.abs(a[0] * a[4] * a[8]) > FLATTEST * volume
                ? Optional.of(Lattice.of(a).withVolume(volume))
                : Optional.empty();
    }

    private static Optional<Structure> join(Lattice lattice, Structure below, Structure above, double height) {
        List<Element> species = new ArrayList<>();
        List<double[]> places = new ArrayList<>();
        int lower = 0;
        for (Element element : below.composition().counts().keySet()) {
            List<double[]> taken = new ArrayList<>();
            for (double[] place : places(below, element)) {
                if (place[2] < height) {
                    taken.add(place);
                }
            }
            lower += taken.size();
            List<double[]> others = places(above, element);
            others.sort(Comparator.comparingDouble((double[] place) -> place[2]).reversed());
            taken.addAll(others.subList(0, others.size() - taken.size()));
            taken.forEach(place -> species.add(element));
            places.addAll(taken);
        }
        if (lower == 0 || lower == below.size()) {
            return Optional.empty(); // all of one parent
        }
        double[] fractional = new double[3 * places.size()];
        for (int i = 0; i < places.size(); i++) {
            System.arraycopy(places.get(i), 0, fractional, 3 * i, 3);
        }
        return Optional.of(Structure.of(lattice, species, fractional));
    }

    private static List<double[]> places(Structure structure, Element element) {
        double[] fractional = structure.fractional();
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < structure.size(); i++) {
            if (structure.species(i).equals(element)) {
                places.add(new double[] {fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]});
            }
        }
        return places;
    }
}
