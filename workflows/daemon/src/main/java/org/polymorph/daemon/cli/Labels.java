package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.LabelledStructure;

/** Reads structures with reference energies, forces and stresses. */
final class Labels {
    private Labels() {}

    /**
     * Reads files in their order. A label is named for its place, so that the same files give the same model.
     *
     * @throws UsageException if a structure has no energy, forces and stress, unless it says that its calculation failed
     */
    static List<LabelledStructure> read(List<String> files, Console console) {
        List<LabelledStructure> labels = new ArrayList<>();
        int failed = 0;
        for (int f = 0; f < files.size(); f++) {
            List<Frame> frames = StructureArguments.read(files.get(f), console);
            for (int i = 0; i < frames.size(); i++) {
                Frame frame = frames.get(i);
                if (frame.info().containsKey("failure")) {
                    failed++;
                    continue;
                }
                String place = files.get(f) + ", structure " + (i + 1);
                labels.add(
                        new LabelledStructure(name(f, files.get(f), i), frame.structure(), evaluation(frame, place)));
            }
        }
        if (failed > 0) {
            console.note(failed + " structures say that their calculation failed; they are left out");
        }
        if (labels.isEmpty()) {
            throw new UsageException(String.join(", ", files) + ": expected labelled structures, found none");
        }
        return labels;
    }

    private static String name(int file, String path, int index) {
        return String.format("%03d-%s-%06d", file, Path.of(path).getFileName(), index);
    }

    private static Evaluation evaluation(Frame frame, String place) {
        Optional<Evaluation> evaluation = frame.evaluation();
        if (evaluation.isEmpty()) {
            throw new UsageException(place + " (" + frame.structure().composition()
                    + "): expected energy, forces and stress, found not all of them");
        }
        if (!evaluation.get().isFinite()) {
            throw new UsageException(place + " (" + frame.structure().composition()
                    + "): expected finite energy, forces and stress, found " + evaluation.get());
        }
        return evaluation.get();
    }
}
