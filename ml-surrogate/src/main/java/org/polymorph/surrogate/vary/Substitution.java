package org.polymorph.surrogate.vary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/**
 * Turns atoms of a parent of another composition, but as many atoms, into those that the child has and the parent lacks. As few
 * as possible are turned, drawn at random, and the cell grows or shrinks with the cubes of the covalent radii. The substitution of
 * evolutionary searches of variable composition (Lyakhov, Oganov, Valle 2010 in doi 10.1002/9783527632831.ch7).
 */
public final class Substitution extends Operator<Composition> {

    @Override
    public String name() {
        return "substitute";
    }

    @Override
    public boolean takes(Composition parent, Composition child) {
        return parent.size() == child.size() && !parent.equals(child);
    }

    @Override
    Composition read(Settings settings, Composition composition) {
        return composition;
    }

    @Override
    Optional<Variant> child(Parents parents, Composition wanted, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Structure structure = parent.structure();
        List<Element> lacking = lacking(structure.composition(), wanted);
        List<Element> species = new ArrayList<>(structure.species());
        Map<Element, Integer> surplus = new TreeMap<>();
        structure
                .composition()
                .counts()
                .forEach((element, count) -> surplus.put(element, count - wanted.count(element)));
        for (Element element : lacking) {
            int atom = random.nextInt(species.size());
            // an atom that was turned is of an element without a surplus
            while (surplus.getOrDefault(species.get(atom), 0) <= 0) {
                atom = random.nextInt(species.size());
            }
            surplus.merge(species.get(atom), -1, Integer::sum);
            species.set(atom, element);
        }
        double growth = size(species) / size(structure.species());
        Lattice lattice = structure.lattice().withVolume(growth * structure.volume());
        return Optional.of(variant(Structure.of(lattice, species, structure.fractional()), parent));
    }

    private static List<Element> lacking(Composition has, Composition wanted) {
        List<Element> lacking = new ArrayList<>();
        wanted.counts().forEach((element, count) -> {
            for (int i = has.count(element); i < count; i++) {
                lacking.add(element);
            }
        });
        return lacking;
    }

    private static double size(List<Element> species) {
        return species.stream()
                .mapToDouble(element -> Math.pow(element.covalentRadius(), 3))
                .sum();
    }
}
