package org.polymorph.model.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The lines of a text with their numbers, for parsers that say where something is wrong. */
final class LineSource {
    /** More than any crystal has that this program works on: a wrong count must not take all the memory. */
    static final int MOST_ATOMS = 5_000_000;

    private final BufferedReader reader;
    private final String name;
    private int number;

    LineSource(Reader reader, String name) {
        this.reader = reader instanceof BufferedReader buffered ? buffered : new BufferedReader(reader);
        this.name = name;
    }

    /** Returns the next line, or null at the end; the number counts on either way. */
    @Nullable
    String next() {
        number++;
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    /** Returns the next line and says what was expected if there is none. */
    String require(String expected) {
        String line = next();
        if (line == null) {
            throw error("expected " + expected + ", found the end of the file");
        }
        return line;
    }

    /** Returns the number of the line read last, counted from 1. */
    int number() {
        return number;
    }

    StructureFormatException error(String what) {
        return error(number, what);
    }

    StructureFormatException error(int line, String what) {
        return StructureFormatException.at(name, line, what);
    }

    /** Reads a finite number; also with Fortran's exponent letter D. */
    double real(String token, String what) {
        try {
            return DecimalText.parse(token);
        } catch (NumberFormatException e) {
            throw error("expected " + what + ", found \"" + token + "\"");
        }
    }

    /** Splits a line at white space. */
    static String[] words(String line) {
        String trimmed = line.strip();
        return trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+", -1);
    }
}
