package org.polymorph.model.format;

import java.io.Reader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats a structure file can have, and how to tell them apart. */
enum FileFormat {
    EXTXYZ {
        @Override
        List<Frame> read(Reader in, String name) {
            return ExtXyz.read(in, name);
        }

        @Override
        void write(Appendable out, List<Frame> frames) {
            ExtXyz.write(out, frames);
        }
    };

    private static final String KNOWN = ".extxyz, .xyz";

    abstract List<Frame> read(Reader in, String name);

    abstract void write(Appendable out, List<Frame> frames);

    /** Tells the format by the text; the name decides where the text leaves it open. */
    static FileFormat of(String text, String name) {
        List<String> head = text.lines().limit(6).toList();
        if (head.get(0).strip().matches("\\d+")) {
            return EXTXYZ;
        }
        return suffix(name)
                .orElseThrow(() ->
                        StructureFormatException.at(name, 1, "expected an extxyz file, found \"" + head.get(0) + "\""));
    }

    static FileFormat bySuffix(String name) {
        return suffix(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "cannot tell the format of \"" + name + "\"; expected a name that ends with one of " + KNOWN));
    }

    private static Optional<FileFormat> suffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".extxyz") || lower.endsWith(".xyz")) {
            return Optional.of(EXTXYZ);
        }
        return Optional.empty();
    }
}
