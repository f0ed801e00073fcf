package org.polymorph.model.format;

import java.io.Reader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
    },
    CIF {
        @Override
        List<Frame> read(Reader in, String name) {
            return Cif.read(in, name);
        }

        @Override
        void write(Appendable out, List<Frame> frames) {
            Cif.write(out, frames);
        }
    },
    POSCAR {
        @Override
        List<Frame> read(Reader in, String name) {
            return List.of(Poscar.read(in, name));
        }

        @Override
        void write(Appendable out, List<Frame> frames) {
            if (frames.size() != 1) {
                throw new IllegalArgumentException("a POSCAR holds one structure, found " + frames.size());
            }
            Poscar.write(out, frames.get(0));
        }
    };

    private static final String KNOWN = ".extxyz, .xyz, .cif, .vasp, .poscar, or begins with POSCAR or CONTCAR";
    private static final Pattern DATA_BLOCK = Pattern.compile("(?im)^\\s*data_\\S*\\s*(#.*)?$");
    private static final Pattern CIF_TAG =
            Pattern.compile("(?im)^\\s*(_cell_length_a|_cell\\.length_a|_atom_site|loop_)");

    abstract List<Frame> read(Reader in, String name);

    abstract void write(Appendable out, List<Frame> frames);

    /** Tells the format by the text; the name decides where the text leaves it open. */
    static FileFormat of(String text, String name) {
        List<String> head = text.lines().limit(3).toList();
        if (looksLikePoscar(head)) {
            return POSCAR;
        }
        if (DATA_BLOCK.matcher(text).find() && CIF_TAG.matcher(text).find()) {
            return CIF;
        }
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        if (first.strip().matches("\\d+")) {
            return EXTXYZ;
        }
        return suffix(name)
                .orElseThrow(() -> StructureFormatException.at(
                        name, 1, "expected an extxyz, CIF or POSCAR file, found \"" + shortened(first) + "\""));
    }

    private static String shortened(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    // a comment, one scale factor or three, then the first lattice vector
    private static boolean looksLikePoscar(List<String> head) {
        if (head.size() < 3) {
            return false;
        }
        int factors = leadingNumbers(head.get(1));
        return (factors == 1 || factors == 3) && leadingNumbers(head.get(2)) >= 3;
    }

    private static int leadingNumbers(String line) {
        String[] words = LineSource.words(line);
        int count = 0;
        while (count < words.length && DecimalText.isNumber(words[count])) {
            count++;
        }
        return count;
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
        if (lower.endsWith(".cif")) {
            return Optional.of(CIF);
        }
        boolean vasp = lower.endsWith(".vasp")
                || lower.endsWith(".poscar")
                || lower.startsWith("poscar")
                || lower.startsWith("contcar");
        return vasp ? Optional.of(POSCAR) : Optional.empty();
    }
}
