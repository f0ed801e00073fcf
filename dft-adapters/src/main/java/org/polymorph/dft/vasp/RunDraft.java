package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** What has been read so far of one file; of its steps only the energies and the last one are kept. */
final class RunDraft {
    /** Warnings kept; a run may print the same one at each of its steps. */
    private static final int MOST_COMPLAINTS = 60;

    final Map<String, String> parameters = new TreeMap<>();
    final Map<String, String> facts = new TreeMap<>();
    final List<Element> species = new ArrayList<>();
    private final String source;
    private final Consumer<VaspStep> steps;
    private final List<Double> energies = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int unconverged;
    private boolean unfinished;
    private @Nullable VaspStep last;
    private @Nullable String damage;
    boolean whole;
    boolean stopped;

    @Nullable
    Boolean ionsConverged;

    @Nullable
    Structure initial;

    RunDraft(String source, Consumer<VaspStep> steps) {
        this.source = source;
        this.steps = steps;
    }

    void damaged(String what) {
        if (damage == null) {
            damage = what;
        }
    }

    void complain(String line) {
        String text = line.strip();
        if (complaints.size() < MOST_COMPLAINTS && !complaints.contains(text)) {
            complaints.add(text);
        }
    }

    /** Compares the geometry that the run says it ended with to that of its last step. */
    void endsWith(double[] lattice, double[] positions) {
        VaspStep step = last;
        VaspRun soFar = run();
        boolean moves = soFar.integer("NSW", 0) > 1 && energies.size() >= soFar.integer("NSW", 0);
        if (step == null || step.structure().isEmpty() || moves || soFar.integer("IBRION", -1) == 0) {
            return; // VASP may have moved the ions once more
        }
        try {
            Structure end = Structure.of(Lattice.of(lattice), species, positions);
            if (!VaspResult.same(end, step.structure().get(), 1e-6)) {
                damaged("the final geometry is another one than that of the last step");
            }
        } catch (IllegalArgumentException e) {
            damaged("the final geometry cannot be read: " + e.getMessage());
        }
    }

    int steps() {
        return energies.size();
    }

    /** Ends a step: kept if it is complete, else the run was cut in it. */
    void close(StepDraft draft) {
        double volume = draft.lattice == null ? 0 : StepDraft.volume(draft.lattice);
        double pressureVolume = VaspRun.number(parameters, "PSTRESS", 0) * Units.KBAR * volume;
        Optional<VaspStep> step = draft.complete() ? draft.step(species, pressureVolume) : Optional.empty();
        unfinished = step.isEmpty();
        if (step.isPresent()) {
            last = step.get();
            energies.add(last.freeEnergy());
            unconverged += last.scfConverged().orElse(true) ? 0 : 1;
            steps.accept(last);
        }
    }

    /** Tells that the file ends within a step. */
    void cut() {
        unfinished = true;
    }

    VaspRun run() {
        return new VaspRun(
                source,
                whole,
                energies,
                Optional.ofNullable(last),
                unfinished,
                parameters,
                species,
                Optional.ofNullable(initial),
                Optional.ofNullable(ionsConverged),
                unconverged,
                Optional.ofNullable(damage),
                stopped,
                facts,
                complaints);
    }
}
