package org.polymorph.components.format;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.format.StructureFormatException;

/**
 * Turns files and their content into structures; what they are (extxyz, CIF, POSCAR) is told by the content. A text is the
 * content itself, never the name of a file. {@code Frame[]} takes any number of structures, {@code Frame} and
 * {@code Structure} exactly one. There is no converter to {@code List}, which Camel itself converts to for other ends.
 */
@Converter(generateLoader = true)
public final class StructureConverters {
    private StructureConverters() {}

    /** Reads all structures of a file. */
    @Converter
    public static Frame[] toFrames(Path file) {
        return array(StructureFiles.read(file));
    }

    /** Reads all structures of a file. */
    @Converter
    public static Frame[] toFrames(File file) {
        return toFrames(file.toPath());
    }

    /** Reads all structures of a stream; messages call it by the file name of the exchange. */
    @Converter
    public static Frame[] toFrames(InputStream in, @Nullable Exchange exchange) {
        return array(StructureFiles.read(in, name(exchange)));
    }

    /** Reads all structures of a text. */
    @Converter
    public static Frame[] toFrames(String text, @Nullable Exchange exchange) {
        return toFrames(text.getBytes(StandardCharsets.UTF_8), exchange);
    }

    /** Reads all structures of a text in UTF-8. */
    @Converter
    public static Frame[] toFrames(byte[] text, @Nullable Exchange exchange) {
        return toFrames(new ByteArrayInputStream(text), exchange);
    }

    /** Reads the only structure of a file. */
    @Converter
    public static Frame toFrame(Path file) {
        return only(toFrames(file), String.valueOf(file.getFileName()));
    }

    /** Reads the only structure of a file. */
    @Converter
    public static Frame toFrame(File file) {
        return toFrame(file.toPath());
    }

    /** Reads the only structure of a stream. */
    @Converter
    public static Frame toFrame(InputStream in, @Nullable Exchange exchange) {
        return only(toFrames(in, exchange), name(exchange));
    }

    /** Reads the only structure of a text. */
    @Converter
    public static Frame toFrame(String text, @Nullable Exchange exchange) {
        return only(toFrames(text, exchange), name(exchange));
    }

    /** Reads the only structure of a text in UTF-8. */
    @Converter
    public static Frame toFrame(byte[] text, @Nullable Exchange exchange) {
        return only(toFrames(text, exchange), name(exchange));
    }

    /** Leaves out what a file says about a structure besides. */
    @Converter
    public static Structure toStructure(Frame frame) {
        return frame.structure();
    }

    /** Reads the only structure of a file. */
    @Converter
    public static Structure toStructure(Path file) {
        return toFrame(file).structure();
    }

    /** Reads the only structure of a file. */
    @Converter
    public static Structure toStructure(File file) {
        return toFrame(file).structure();
    }

    /** Reads the only structure of a stream. */
    @Converter
    public static Structure toStructure(InputStream in, @Nullable Exchange exchange) {
        return toFrame(in, exchange).structure();
    }

    /** Reads the only structure of a text. */
    @Converter
    public static Structure toStructure(String text, @Nullable Exchange exchange) {
        return toFrame(text, exchange).structure();
    }

    /** Reads the only structure of a text in UTF-8. */
    @Converter
    public static Structure toStructure(byte[] text, @Nullable Exchange exchange) {
        return toFrame(text, exchange).structure();
    }

    private static Frame[] array(List<Frame> frames) {
        return frames.toArray(Frame[]::new);
    }

    private static Frame only(Frame[] frames, String name) {
        if (frames.length != 1) {
            throw new StructureFormatException(name + ": expected one structure, found " + frames.length);
        }
        return frames[0];
    }

    /** What to call the content of a message in errors: the name of its file, if it came from one. */
    static String name(@Nullable Exchange exchange) {
        String file = exchange == null ? null : exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        return file == null ? "message" : file;
    }
}
