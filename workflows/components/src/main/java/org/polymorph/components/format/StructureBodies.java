package org.polymorph.components.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.LabelledStructure;

/** Reads plain structures from a message: one or a list of them, of frames, or a file of structures of any format. */
public final class StructureBodies {
    private StructureBodies() {}

    /** Returns the structures of a message, in their order. */
    public static List<Structure> structures(Message message) throws InvalidPayloadException {
        List<Structure> structures = new ArrayList<>();
        for (Object element : elements(message)) {
            if (element instanceof Structure structure) {
                structures.add(structure);
            } else if (element instanceof Frame frame) {
                structures.add(frame.structure());
            } else {
                throw unexpected("structures", element);
            }
        }
        return structures;
    }

    /** Returns the labels of a message; frames are named by their place, so that the same list gives the same model. */
    public static List<LabelledStructure> labels(Message message) throws InvalidPayloadException {
        List<LabelledStructure> labels = new ArrayList<>();
        for (Object element : elements(message)) {
            if (element instanceof LabelledStructure label) {
                labels.add(label);
            } else if (element instanceof Frame frame) {
                labels.add(label(frame, labels.size()));
            } else {
                throw unexpected("LabelledStructure, or frames with energy, forces and stress", element);
            }
        }
        return labels;
    }

    private static LabelledStructure label(Frame frame, int position) {
        var evaluation = frame.evaluation()
                .filter(found -> found.isFinite())
                .orElseThrow(() -> new IllegalArgumentException(
                        "structure " + (position + 1) + " (" + frame.structure().composition()
                                + "): expected finite energy, forces and stress, found not all of them"));
        return new LabelledStructure(String.format(Locale.ROOT, "%06d", position), frame.structure(), evaluation);
    }

    private static Collection<?> elements(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        if (body instanceof Structure || body instanceof Frame) {
            return List.of(body);
        }
        return body instanceof Collection<?> many ? many : Arrays.asList(message.getMandatoryBody(Frame[].class));
    }

    private static IllegalArgumentException unexpected(String expected, Object element) {
        return new IllegalArgumentException(
                "expected " + expected + ", found a " + element.getClass().getName());
    }
}
