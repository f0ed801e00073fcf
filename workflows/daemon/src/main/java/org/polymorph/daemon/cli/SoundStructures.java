package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.format.Frame;
import org.polymorph.surrogate.invariant.PeriodicSet;

/** Structures of files in which every atom has a place of its own, as the invariants of crystals need them. */
final class SoundStructures {
    private SoundStructures() {}

    /**
     * Reads all structures of some files.
     *
     * @throws UsageException if a file holds none, or two atoms of a structure are at the same place; tells which
     */
    static List<Frame> read(List<String> files, Console console) {
        List<Frame> all = new ArrayList<>();
        for (String file : files) {
            List<Frame> frames = StructureArguments.read(file, console);
            for (int i = 0; i < frames.size(); i++) {
                Frame frame = frames.get(i);
                UsageException.run(file + ", structure " + (i + 1), () -> PeriodicSet.ofDistinct(frame.structure()));
            }
            all.addAll(frames);
        }
        return all;
    }

    /**
     * Reads the one structure of a file.
     *
     * @throws UsageException if there are more
     */
    static Frame readOne(String file, Console console) {
        List<Frame> frames = read(List.of(file), console);
        if (frames.size() != 1) {
            throw new UsageException(file + ": expected one structure, found " + frames.size());
        }
        return frames.get(0);
    }
}
