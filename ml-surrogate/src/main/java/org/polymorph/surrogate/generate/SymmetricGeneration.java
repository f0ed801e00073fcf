package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.symmetry.SpaceGroupSetting;

/**
 * Makes structures with the symmetry of space groups: which of them can hold the composition is found out first, then each structure
 * draws one of these, a combination of Wyckoff positions, a cell and the free coordinates. Immutable and thread-safe.
 */
final class SymmetricGeneration {
    /** Cells tried in one group before another one is drawn. */
    private static final int CELLS = 30;

    private static final int ORIENTATIONS = 8;

    private final Composition composition;
    private final RandomSettings settings;
    private final List<RigidUnit> units;
    private final PairLimits limits;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    /** A setting that can hold the composition, and how. */
    private record Candidate(GroupPositions group, SymmetricCell cell, WyckoffCombinations combinations) {}

    SymmetricGeneration(Composition composition, RandomSettings settings) {
        this.composition = composition;
        this.settings = settings;
        this.units = settings.units().units();
        this.limits = new PairLimits(settings.distances(), composition.counts().keySet());
        List<Integer> numbers = settings.groups().isEmpty() ? List.of(1) : settings.groups();
        for (int number : numbers) {
            add(number);
        }
    }

    private void add(int number) {
        List<SpaceGroupSetting> serving = settings.extent() == Extent.BULK
                ? List.of(SpaceGroupSetting.standard(number))
                : SpaceGroupSetting.ofNumber(number).stream()
                        .filter(setting -> SymmetricCell.serves(setting, settings.extent()))
                        .toList();
        if (serving.isEmpty()) {
            reasons.add("space group " + number + " is none of a "
                    + settings.extent().key());
        }
        for (SpaceGroupSetting setting : serving) {
            GroupPositions group = GroupPositions.of(setting);
            SymmetricCell cell = new SymmetricCell(setting, settings);
            WyckoffCombinations combinations = new WyckoffCombinations(
                    group.multiplicities(),
                    group.fixed(),
                    allowed(group, cell),
                    settings.units().counts());
            if (combinations.exist()) {
                candidates.add(new Candidate(group, cell, combinations));
            } else {
                reasons.add(reason(number, setting, combinations));
            }
        }
    }

    private String reason(int number, SpaceGroupSetting setting, WyckoffCombinations combinations) {
        List<String> parts = new ArrayList<>();
        for (int u = 0; u < units.size(); u++) {
            parts.add(settings.units().counts()[u] + " " + units.get(u) + " out of " + combinations.multiplicities(u));
        }
        return "space group " + number + " (" + setting.shortSymbol()
                + ") has no combination of Wyckoff positions with " + String.join(" and ", parts)
                + " in a primitive cell";
    }

    private boolean[][] allowed(GroupPositions group, SymmetricCell cell) {
        boolean[][] allowed = new boolean[units.size()][group.positions().size()];
        for (int u = 0; u < units.size(); u++) {
            for (int p = 0; p < allowed[u].length; p++) {
                allowed[u][p] = cell.reaches(group.positions().get(p).coordinates())
                        && (units.get(u).isAtom() || turns(units.get(u), group, cell, p));
            }
        }
        return allowed;
    }

    // whether a molecule can have the symmetry of a site, by trial in some cell
    private boolean turns(RigidUnit unit, GroupPositions group, SymmetricCell cell, int position) {
        SplittableRandom random = new Seed(position).random();
        for (int tried = 0; tried < ORIENTATIONS; tried++) {
            Optional<Lattice> conventional = cell.draw(random, 100);
            if (conventional.isPresent()
                    && new UnitOrientation(
                                    unit,
                                    SymmetricFilling.site(group.positions().get(position), conventional.get()),
                                    random)
                            .offsets()
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Returns why none of the groups can hold the composition; empty if one can. */
    Optional<String> impossible() {
        if (!candidates.isEmpty()) {
            return Optional.empty();
        }
        String more = reasons.size() > 1 ? "; and so on for " + (reasons.size() - 1) + " more" : "";
        return Optional.of(composition + " is in none of these groups: " + reasons.get(0) + more);
    }

    /**
     * Makes one structure.
     *
     * @throws org.polymorph.model.spi.ConfigurationException if none was found within the attempts allowed
     */
    Structure one(Seed seed) {
        SplittableRandom random = seed.random();
        Attempts attempts = new Attempts();
        List<Candidate> left = new ArrayList<>(candidates);
        for (int attempt = 0; attempt < settings.attempts(); ) {
            if (left.isEmpty()) {
                left.addAll(candidates);
            }
            Candidate candidate = left.remove(random.nextInt(left.size()));
            for (int cell = 0; cell < CELLS && attempt < settings.attempts(); cell++, attempt++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                Optional<Structure> structure = tried(candidate, random, attempts);
                if (structure.isPresent()) {
                    return structure.get();
                }
            }
        }
        throw attempts.exhausted(composition, settings);
    }

    private Optional<Structure> tried(Candidate candidate, SplittableRandom random, Attempts attempts) {
        GroupPositions group = candidate.group();
        double perAtom = settings.minVolume() + (settings.maxVolume() - settings.minVolume()) * random.nextDouble();
        double volume = perAtom * composition.size() * group.cells();
        Optional<Lattice> conventional = candidate.cell().draw(random, volume);
        if (conventional.isEmpty()) {
            attempts.failed("angles that no cell has");
            return Optional.empty();
        }
        SymmetricFilling filling =
                new SymmetricFilling(group, candidate.cell(), conventional.get(), volume, units, limits);
        return filling.fill(candidate.combinations().draw(random), random, attempts)
                .map(structure ->
                        settings.extent() == Extent.BULK && units.stream().allMatch(RigidUnit::isAtom)
                                ? structure.niggliReduced().standardOrientation()
                                : structure);
    }
}
