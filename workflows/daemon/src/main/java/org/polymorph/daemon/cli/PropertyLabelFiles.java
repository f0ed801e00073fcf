package org.polymorph.daemon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.PropertyLabel;

/**
 * Structures with the values of a property, and where each stands: from tables (.csv) with a column {@code file} or {@code
 * structure} and one a property, or from files of structures that carry the property, such as extxyz. The energy of a structure
 * file is taken an atom, all else as it is.
 */
final class PropertyLabelFiles {
    private static final String ENERGY = "energy";
    private static final String FILE = "file";
    private static final String STRUCTURE = "structure";
    private static final String INDEX = "index";

    private final String property;
    private final Console console;
    private final boolean needed;
    private final List<PropertyLabel> labels = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final Map<Path, List<Frame>> read = new HashMap<>();

    private PropertyLabelFiles(String property, boolean needed, Console console) {
        this.property = property;
        this.needed = needed;
        this.console = console;
    }

    /**
     * Reads labels in the order of the files.
     *
     * @throws UsageException if a structure has no such property; tells where
     */
    static PropertyLabelFiles read(List<String> files, String property, Console console) {
        return read(files, property, true, console);
    }

    /** Reads structures, with NaN where they have no such property. */
    static PropertyLabelFiles readStructures(List<String> files, String property, Console console) {
        return read(files, property, false, console);
    }

    private static PropertyLabelFiles read(List<String> files, String property, boolean needed, Console console) {
        PropertyLabelFiles all = new PropertyLabelFiles(property, needed, console);
        for (int f = 0; f < files.size(); f++) {
            String file = files.get(f);
            if (file.toLowerCase(Locale.ROOT).endsWith(".csv")) {
                all.addTable(f, file);
            } else {
                all.addStructures(f, file);
            }
        }
        if (all.labels.isEmpty()) {
            throw new UsageException(String.join(", ", files) + ": expected structures, found none");
        }
        return all;
    }

    List<PropertyLabel> labels() {
        return List.copyOf(labels);
    }

    /** Returns where a label stands, counted from 0, for people. */
    String place(int index) {
        return places.get(index);
    }

    /** Returns a message with places instead of the ids that it names. */
    String withPlaces(String message) {
        String text = message;
        for (int i = 0; i < labels.size(); i++) {
            text = text.replace("label " + labels.get(i).id(), places.get(i));
        }
        return text;
    }

    private void add(int file, int index, String place, Frame frame, double value) {
        labels.add(new PropertyLabel(String.format("%03d-%06d", file, index), frame.structure(), value));
        places.add(place);
    }

    private void addStructures(int number, String file) {
        List<Frame> frames = StructureArguments.read(file, console);
        int failed = 0;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            String place = file + ", structure " + (i + 1);
            if (frame.info().containsKey("failure")) {
                failed++;
            } else {
                add(number, i, place, frame, value(frame, place));
            }
        }
        if (failed > 0) {
            console.note(failed + " structures of " + file + " say that their calculation failed; they are left out");
        }
    }

    private double value(Frame frame, String place) {
        Optional<Double> energy = property.equals(ENERGY) ? FrameEnergy.perAtom(frame) : Optional.empty();
        if (energy.isPresent()) {
            return energy.get();
        }
        String text = frame.info().get(property);
        if (text == null) {
            if (needed) {
                throw new UsageException(place + ": expected a value of " + property + ", found "
                        + (frame.info().isEmpty()
                                ? "none"
                                : "only " + String.join(", ", frame.info().keySet())));
            }
            return Double.NaN;
        }
        return number(text, place);
    }

    private double number(String text, String place) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) || !needed) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as what is no number at all
        }
        throw new UsageException(place + ": expected a finite number as " + property + ", found \"" + text + "\"");
    }

    private void addTable(int number, String file) {
        Path path = Path.of(file);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
                CSVParser parser = format.parse(reader)) {
            check(file, parser.getHeaderNames());
            for (CSVRecord record : parser) {
                String place = file + ", record " + record.getRecordNumber();
                if (!record.isConsistent()) {
                    throw new UsageException(
                            place + ": expected " + parser.getHeaderNames().size() + " values, found " + record.size());
                }
                Frame frame = record.isMapped(FILE) ? inFile(path, record, place) : inline(record, place);
                double value = record.isMapped(property) ? number(record.get(property), place) : Double.NaN;
                add(number, (int) record.getRecordNumber() - 1, place, frame, value);
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UsageException(file + ": expected a table of comma-separated values: " + e.getMessage());
        }
    }

    private void check(String file, List<String> columns) {
        if (!columns.contains(FILE) && !columns.contains(STRUCTURE)) {
            throw new UsageException(
                    file + ": expected a column file or structure, found " + String.join(", ", columns));
        }
        if (needed && !columns.contains(property)) {
            throw new UsageException(
                    file + ": expected a column " + property + ", found " + String.join(", ", columns));
        }
    }

    // a path is meant from where the table lies; the column index, if there is one, counts its structures from 1
    private Frame inFile(Path table, CSVRecord record, String place) {
        Path file = table.resolveSibling(record.get(FILE));
        if (!Files.isRegularFile(file)) {
            throw new UsageException(place + ": expected a file of structures, found none at " + file);
        }
        List<Frame> frames = read.computeIfAbsent(file, StructureFiles::read);
        if (!record.isMapped(INDEX)) {
            if (frames.size() != 1) {
                throw new UsageException(place + ": expected one structure in " + file + ", found " + frames.size()
                        + "; a column index tells which");
            }
            return frames.get(0);
        }
        String text = record.get(INDEX);
        int index = text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
        if (index < 1 || index > frames.size()) {
            throw new UsageException(
                    place + ": expected an index from 1 to " + frames.size() + ", found \"" + text + "\"");
        }
        return frames.get(index - 1);
    }

    private static Frame inline(CSVRecord record, String place) {
        byte[] text = record.get(STRUCTURE).getBytes(StandardCharsets.UTF_8);
        List<Frame> frames = StructureFiles.read(new ByteArrayInputStream(text), place);
        if (frames.size() != 1) {
            throw new UsageException(place + ": expected one structure, found " + frames.size());
        }
        return frames.get(0);
    }
}
