package org.polymorph.dft.espresso;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.model.batch.InputFile;

/**
 * The pseudopotential of one element.
 *
 * @param header what is known of it, and the file that it comes from
 * @param text what pw.x reads where that is not the file itself, but made from it for each job
 */
record PwPseudopotential(UpfHeader header, Optional<String> text) {
    static PwPseudopotential file(UpfHeader header) {
        return new PwPseudopotential(header, Optional.empty());
    }

    static PwPseudopotential written(UpfHeader header, String text) {
        return new PwPseudopotential(header, Optional.of(text));
    }

    /** Returns its name in a job's directory: a plain one, for the originals may have names that no input card takes. */
    String jobName() {
        boolean gth = text.isPresent() || GthText.isName(header.fileName());
        return header.element().symbol() + (gth ? GthText.SUFFIX : ".UPF");
    }

    /** Returns the file for a job's directory. */
    InputFile inJob() {
        try {
            byte[] content = text.isPresent()
                    ? text.get().getBytes(StandardCharsets.US_ASCII)
                    : Files.readAllBytes(header.file());
            return new InputFile(jobName(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pseudopotential " + header.file(), e);
        }
    }
}
