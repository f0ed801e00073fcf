package org.polymorph.surrogate.external;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.ace.AceSurrogate;
import org.polymorph.surrogate.training.SealedFile;

/**
 * The {@linkplain SealedFile file} of an {@code external} model. Its body: the command (int number of arguments, their texts,
 * long milliseconds to the start's answer and to others, int processes), boolean whether corrected, elements, summary, three
 * arrays of doubles (reference energies, root mean square errors, factors), boolean whether the program tells deviations, int length and bytes of the expansion's own file.
 */
final class ExternalModelFile {
    private static final SealedFile FORMAT = new SealedFile("extern", 1);

    private ExternalModelFile() {}

    static void write(ExternalModel model, Path file) {
        FORMAT.write(file, out -> writeBody(out, model));
    }

    private static void writeBody(DataOutputStream out, ExternalModel model) throws IOException {
        ExternalModel.Parameters p = model.parameters();
        ExternalCommand command = p.command();
        out.writeInt(command.arguments().size());
        for (String argument : command.arguments()) {
            out.writeUTF(argument);
        }
        out.writeLong(command.start().toMillis());
        out.writeLong(command.timeout().toMillis());
        out.writeInt(command.processes());
        out.writeBoolean(p.corrected());
        SealedFile.writeElements(out, p.elements());
        SealedFile.writeSummary(out, model.summary());
        SealedFile.writeArray(out, p.references());
        SealedFile.writeArray(out, p.residuals().rms());
        SealedFile.writeArray(out, p.residuals().factors());
        out.writeBoolean(p.residuals().told());
        byte[] expansion = bytes(model.expansion());
        out.writeInt(expansion.length);
        out.write(expansion);
    }

    static ExternalModel read(Path file) {
        return FORMAT.read(file, ExternalModelFile::parse);
    }

    private static ExternalModel parse(DataInputStream in) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            arguments.add(in.readUTF());
        }
        ExternalCommand command = new ExternalCommand(
                arguments, Duration.ofMillis(in.readLong()), Duration.ofMillis(in.readLong()), in.readInt());
        boolean corrected = in.readBoolean();
        List<Element> elements = SealedFile.readElements(in);
        Map<String, String> summary = SealedFile.readSummary(in);
        double[] references = SealedFile.readArray(in);
        Residuals residuals = new Residuals(SealedFile.readArray(in), SealedFile.readArray(in), in.readBoolean());
        byte[] expansion = new byte[in.readInt()];
        in.readFully(expansion);
        return new ExternalModel(
                new ExternalModel.Parameters(command, corrected, elements, references, residuals),
                expansion(expansion),
                summary);
    }

    // the expansion reads and writes its own files only
    private static byte[] bytes(SurrogateModel expansion) throws IOException {
        Path file = Files.createTempFile("polymorph-expansion", ".model");
        try {
            expansion.save(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static SurrogateModel expansion(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("polymorph-expansion", ".model");
        try {
            Files.write(file, bytes);
            return new AceSurrogate().load(file);
        } finally {
            Files.delete(file);
        }
    }
}
