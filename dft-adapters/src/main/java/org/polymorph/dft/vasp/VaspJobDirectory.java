package org.polymorph.dft.vasp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.OutputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Poscar;

/**
 * What a job's directory holds after the job ended; each file may be compressed.
 *
 * @param vasprun empty if there is none
 * @param outcar empty if there is none
 * @param oszicar empty if there is none
 * @param given the POSCAR
 * @param relaxed the CONTCAR; empty if it is cut
 * @param complaints lines of vasp.out, OUTCAR and the standard error that warn or tell of errors
 * @param exit exit status of the command; empty if the script did not get to write it
 * @param facts what the job's script recorded, such as the POTCAR's hash
 * @param order of the atoms, where POSCAR has another one than the given structure
 * @param problem why files could not be told apart
 */
record VaspJobDirectory(
        Optional<VaspRun> vasprun,
        Optional<VaspRun> outcar,
        Optional<Oszicar> oszicar,
        Optional<Structure> given,
        Optional<Structure> relaxed,
        List<String> complaints,
        OptionalInt exit,
        Map<String, String> facts,
        Optional<AtomOrder> order,
        Optional<String> problem) {
    private static final int MOST_LINES = 200;
    private static final String COMPRESSED = "(\\.(gz|bz2|xz|z))?";

    VaspJobDirectory {
        complaints = List.copyOf(complaints);
        facts = Map.copyOf(facts);
    }

    /** Reads a directory, or one output file alone; files that are absent are no error. */
    static VaspJobDirectory read(Path directory) {
        try (Stream<Path> listing = Files.isDirectory(directory) ? Files.list(directory) : Stream.of(directory)) {
            return read(listing.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static VaspJobDirectory read(List<Path> files) throws IOException {
        Search vasprun = vaspruns(files);
        Search outcar = outcars(files);
        Optional<VaspRun> xml =
                vasprun.found().isPresent() ? Optional.of(xml(vasprun.found().get())) : Optional.empty();
        Optional<VaspRun> log =
                outcar.found().isPresent() ? Optional.of(log(outcar.found().get())) : Optional.empty();
        List<String> complaints = new ArrayList<>();
        for (String name : List.of("vasp\\.out", "stdout", "stderr", "std_err\\.txt", "slurm-.*\\.out")) {
            for (Path file : matching(files, name + COMPRESSED)) {
                complaints.addAll(suspicious(file));
            }
        }
        log.ifPresent(run -> complaints.addAll(run.complaints()));
        Optional<Path> oszicar =
                Search.of(files, "oszicar" + COMPRESSED, ".*oszicar.*").found();
        return new VaspJobDirectory(
                xml,
                log,
                oszicar.isPresent() ? oszicar(oszicar.get()) : Optional.empty(),
                structure(files, "poscar" + COMPRESSED),
                structure(files, "contcar" + COMPRESSED),
                complaints,
                exit(files),
                VaspPotcarRecord.read(matching(files, VaspPotcarRecord.FILE.replace(".", "\\."))),
                order(files),
                vasprun.problem().or(outcar::problem));
    }

    /**
     * A file by its usual name, else the only one whose name is like it.
     *
     * @param problem tells of several
     */
    private record Search(Optional<Path> found, Optional<String> problem) {
        static Search of(List<Path> files, String name, String like) {
            List<Path> exact = matching(files, name);
            List<Path> alike = exact.isEmpty() ? matching(files, like) : exact;
            return alike.size() == 1 || !exact.isEmpty()
                    ? new Search(Optional.of(alike.get(0)), Optional.empty())
                    : new Search(
                            Optional.empty(),
                            alike.isEmpty() ? Optional.empty() : Optional.of("several files may be meant: " + alike));
        }
    }

    private static Search vaspruns(List<Path> files) {
        return Search.of(files, "vasprun\\.xml" + COMPRESSED, ".*vasprun.*|.*\\.xml" + COMPRESSED);
    }

    private static Search outcars(List<Path> files) {
        return Search.of(files, "outcar" + COMPRESSED, ".*outcar.*");
    }

    private static List<Path> matching(List<Path> files, String name) {
        return files.stream()
                .filter(file ->
                        file.getFileName().toString().toLowerCase(Locale.ROOT).matches(name))
                .toList();
    }

    private static VaspRun xml(Path file) {
        try (InputStream in = OutputFile.open(file)) {
            return VasprunReader.read(in, step -> {});
        } catch (IOException e) {
            return unreadable(VaspRun.VASPRUN, e);
        }
    }

    private static VaspRun log(Path file) {
        try (InputStream in = OutputFile.open(file)) {
            return OutcarReader.read(in, step -> {});
        } catch (IOException e) {
            return unreadable(VaspRun.OUTCAR, e);
        }
    }

    private static VaspRun unreadable(String source, IOException e) {
        RunDraft draft = new RunDraft(source, step -> {});
        draft.damaged("the file cannot be read: " + e.getMessage());
        return draft.run();
    }

    private static Optional<Oszicar> oszicar(Path file) {
        try (InputStream in = OutputFile.open(file)) {
            return Optional.of(Oszicar.read(in));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Structure> structure(List<Path> files, String name) {
        List<Path> found = matching(files, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(OutputFile.open(found.get(0)), StandardCharsets.ISO_8859_1))) {
            return Optional.of(Poscar.read(in, found.get(0).toString()).structure());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // cut where the job was killed; the outputs have the geometry too
        }
    }

    private static List<String> suspicious(Path file) {
        List<String> lines = new ArrayList<>();
        try (InputStream in = OutputFile.open(file)) {
            AsciiLines text = new AsciiLines(in);
            boolean log = file.getFileName().toString().startsWith("std");
            while (text.next() && lines.size() < MOST_LINES) {
                if (!text.toString().isBlank() && (log || VaspSymptom.suspicious(text))) {
                    lines.add(text.toString().strip());
                }
            }
        } catch (IOException e) {
            lines.add(file.getFileName() + " cannot be read: " + e.getMessage());
        }
        return lines;
    }

    private static Optional<AtomOrder> order(List<Path> files) throws IOException {
        List<Path> found = matching(files, AtomOrder.FILE.replace(".", "\\."));
        return found.isEmpty()
                ? Optional.empty()
                : AtomOrder.parse(Files.readString(found.get(0), StandardCharsets.ISO_8859_1));
    }

    private static OptionalInt exit(List<Path> files) throws IOException {
        List<Path> found = matching(files, VaspJobScript.EXIT.replace(".", "\\."));
        String text = found.isEmpty()
                ? ""
                : Files.readString(found.get(0), StandardCharsets.ISO_8859_1).trim();
        return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Returns the run whose numbers count: of two files that go to their ends the one with more digits. */
    Optional<VaspRun> run() {
        return vasprun.filter(VaspRun::whole)
                .or(() -> outcar.filter(VaspRun::whole))
                .or(() -> vasprun.filter(run -> run.last().isPresent()))
                .or(() -> outcar)
                .or(() -> vasprun);
    }

    /** Returns the result, or the failure that kept the job from one, with the atoms as they were given. */
    CalculationOutcome outcome() {
        Optional<CalculationFailure> failure = VaspDiagnosis.of(this);
        if (failure.isPresent()) {
            return failure.get().after(failure.get().geometry().map(this::asGiven));
        }
        CalculationResult result = VaspResult.of(this);
        IonicStep last = asGiven(new IonicStep(result.structure(), result.evaluation()));
        return new CalculationResult(
                last.structure(), last.evaluation(), result.converged(), result.ionicSteps(), result.details());
    }

    private Structure asGiven(Structure sorted) {
        return order.filter(places -> places.fits(sorted))
                .map(places -> places.given(sorted))
                .orElse(sorted);
    }

    private IonicStep asGiven(IonicStep sorted) {
        return order.filter(places -> places.fits(sorted.structure()))
                .map(places -> new IonicStep(places.given(sorted.structure()), places.given(sorted.evaluation())))
                .orElse(sorted);
    }

    /**
     * Reads the ionic steps of the output whose numbers count, one after the other, with the atoms as they were given: those with
     * a converged electronic minimisation and whole numbers.
     */
    static void path(Path directory, Consumer<IonicStep> each) {
        VaspJobDirectory job = read(directory);
        boolean xml = job.run().equals(job.vasprun());
        try (Stream<Path> listing = Files.isDirectory(directory) ? Files.list(directory) : Stream.of(directory)) {
            List<Path> files = listing.filter(Files::isRegularFile).sorted().toList();
            Optional<Path> file = (xml ? vaspruns(files) : outcars(files)).found();
            if (file.isPresent()) {
                try (InputStream in = OutputFile.open(file.get())) {
                    Consumer<VaspStep> steps = step -> job.ionicStep(step).ifPresent(each);
                    if (xml) {
                        VasprunReader.read(in, steps);
                    } else {
                        OutcarReader.read(in, steps);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private Optional<IonicStep> ionicStep(VaspStep step) {
        Optional<Structure> structure = step.structure().filter(found -> step.forces().length == 3 * found.size());
        if (structure.isEmpty()
                || step.predicted()
                || step.trouble().isPresent()
                || !step.scfConverged().orElse(true)) {
            return Optional.empty();
        }
        Evaluation evaluation =
                new Evaluation(step.freeEnergy(), step.forces(), step.stress().orElse(Stress.UNKNOWN));
        return Optional.of(asGiven(new IonicStep(structure.get(), evaluation)));
    }
}
