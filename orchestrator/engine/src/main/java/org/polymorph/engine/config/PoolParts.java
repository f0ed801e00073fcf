package org.polymorph.engine.config;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;

/**
 * The parts of a campaign's pool, no two of the same composition: by the atoms of its cell a candidate is known to belong to
 * one.
 *
 * @param searchLabels share of a round's labels, from the second round on, that goes to the search where there is a training
 *     part
 */
public record PoolParts(List<PoolPart> parts, double searchLabels) {
    /** A pool that is not told apart: all of it is looked for. */
    public static final PoolParts ONE = new PoolParts(List.of(), 0);

    public PoolParts {
        parts = List.copyOf(parts);
    }

    /** Makes a pool of one part, which is what is looked for. */
    public static PoolParts of(Composition composition, int size) {
        return new PoolParts(List.of(new PoolPart(composition, size, Role.SEARCH)), 0);
    }

    /** Returns the parts of one role. */
    public List<PoolPart> of(Role role) {
        return parts.stream().filter(part -> part.role() == role).toList();
    }

    /** Returns these parts without those for training. */
    public PoolParts searched() {
        return new PoolParts(of(Role.SEARCH), 0);
    }

    /** Returns what candidates of a composition are for. */
    public Role role(Composition composition) {
        return parts.stream()
                .filter(part -> part.composition().equals(composition))
                .findFirst()
                .map(PoolPart::role)
                .orElse(Role.SEARCH);
    }

    /** Returns whether there is a part that the surrogate learns from beside the one that is looked for. */
    public boolean hasTraining() {
        return parts.stream().anyMatch(part -> part.role() == Role.TRAINING);
    }

    /** Returns whether crystals of one role differ in composition, so that their energies cannot be compared as they are. */
    public boolean vary(Role role) {
        return of(role).stream()
                        .map(part -> part.composition().reduced())
                        .distinct()
                        .count()
                > 1;
    }

    /** Returns whether a cell of this composition belongs to a part. */
    public boolean contain(Composition composition) {
        return parts.stream().anyMatch(part -> part.composition().equals(composition));
    }

    /** Returns all elements, in the order of atomic number. */
    public List<Element> elements() {
        TreeSet<Element> elements = new TreeSet<>();
        parts.forEach(part -> elements.addAll(part.composition().counts().keySet()));
        return List.copyOf(elements);
    }

    /** Returns the reduced composition of what is looked for; empty if it varies. */
    public Optional<Composition> reduced() {
        return vary(Role.SEARCH)
                ? Optional.empty()
                : of(Role.SEARCH).stream().findFirst().map(part -> part.composition()
                        .reduced());
    }

    /** Returns the formulas of what is looked for, such as {@code Al, O2, Al4O6}. */
    @Override
    public String toString() {
        return of(Role.SEARCH).stream()
                .map(part -> part.composition().toString())
                .collect(Collectors.joining(", "));
    }
}
