package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.LabelledStructure;

/** Structures with reference energies, forces and stresses, and where each stands. */
final class Labels {
    private final List<LabelledStructure> all = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private Labels() {}

    List<LabelledStructure> all() {
        return Collections.unmodifiableList(all);
    }

    /** Returns file and number of a label, counted from 0, for people. */
    String place(int index) {
        return places.get(index);
    }

    /** Returns a message with file and number in place of the ids that it names. */
    String withPlaces(String message) {
        String text = message;
        for (int i = 0; i < all.size(); i++) {
            text = text.replace(all.get(i).id(), places.get(i));
        }
        return text;
    }

    /**
     * Reads files in their order. A label is named for its place, so that the same files give the same model.
     *
     * @throws UsageException if a structure has no energy, forces and stress, unless it says that its calculation failed
     */
    static Labels read(List<String> files, Console console) {
        Labels labels = new Labels();
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
                labels.all.add(
                        new LabelledStructure(name(f, files.get(f), i), frame.structure(), evaluation(frame, place)));
                labels.places.add(place);
            }
        }
        if (failed > 0) {
            console.note(failed + " structures say that their calculation failed; they are left out");
        }
        if (labels.all.isEmpty()) {
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
