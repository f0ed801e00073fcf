package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/**
 * The order of atoms in POSCAR, where all atoms of an element stand together, each element once, as in POTCAR.
 *
 * @param places of the atoms in the given structure, one for each atom of POSCAR
 */
record AtomOrder(List<Integer> places) {
    /** Name of the file that keeps the order with the job; without it the order is the given one. */
    static final String FILE = "atoms.order";

    AtomOrder {
        places = List.copyOf(places);
    }

    /** Returns the order with the least moves: elements as they first come, atoms of one as they were. */
    static AtomOrder of(Structure structure) {
        List<Element> kinds = new ArrayList<>(new LinkedHashSet<>(structure.species()));
        return new AtomOrder(IntStream.range(0, structure.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> kinds.indexOf(structure.species(i))))
                .toList());
    }

    /** Returns the order that a file tells; empty if it tells none. */
    static Optional<AtomOrder> parse(String text) {
        List<String> words = List.of(text.trim().split("\\s+", -1));
        if (words.stream().anyMatch(word -> !word.matches("\\d{1,7}"))) {
            return Optional.empty();
        }
        List<Integer> places = words.stream().map(Integer::valueOf).toList();
        boolean permutation = places.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, places.size()).boxed().toList());
        return permutation ? Optional.of(new AtomOrder(places)) : Optional.empty();
    }

    boolean isGiven() {
        return places.equals(IntStream.range(0, places.size()).boxed().toList());
    }

    boolean fits(Structure structure) {
        return places.size() == structure.size();
    }

    String text() {
        return places.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n";
    }

    /** Returns a structure with its atoms as in POSCAR. */
    Structure sorted(Structure given) {
        List<Element> species = new ArrayList<>();
        double[] from = given.fractional();
        double[] to = new double[from.length];
        for (int i = 0; i < places.size(); i++) {
            species.add(given.species(places.get(i)));
            System.arraycopy(from, 3 * places.get(i), to, 3 * i, 3);
        }
        return Structure.of(given.lattice(), species, to);
    }

    /** Returns a structure with its atoms as they were given. */
    Structure given(Structure sorted) {
        Element[] species = new Element[places.size()];
        for (int i = 0; i < places.size(); i++) {
            species[places.get(i)] = sorted.species(i);
        }
        return Structure.of(sorted.lattice(), List.of(species), rows(sorted.fractional()));
    }

    /** Returns an evaluation with its forces as the atoms were given. */
    Evaluation given(Evaluation sorted) {
        return new Evaluation(sorted.energy(), rows(sorted.forces()), sorted.stress());
    }

    private double[] rows(double[] from) {
        double[] to = new double[from.length];
        for (int i = 0; i < places.size(); i++) {
            System.arraycopy(from, 3 * i, to, 3 * places.get(i), 3);
        }
        return to;
    }
}
