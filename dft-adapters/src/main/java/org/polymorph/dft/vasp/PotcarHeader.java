package org.polymorph.dft.vasp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.dft.output.OutputFile;
import org.polymorph.model.crystal.Element;

/**
 * What one dataset of a POTCAR says about itself; nothing else of it is ever kept.
 *
 * @param title as after TITEL, such as {@code PAW_PBE Si_pv 05Jan2001}
 * @param exchange LEXCH, such as {@code PE} for PBE and {@code CA} for LDA
 * @param enmax recommended cutoff in eV
 * @param valence number of electrons
 */
record PotcarHeader(String title, Element element, String exchange, double enmax, double valence) {

    /**
     * Reads the headers of a POTCAR, one an element, plain or compressed.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no POTCAR
     */
    static List<PotcarHeader> read(Path file) throws IOException {
        List<PotcarHeader> headers = new ArrayList<>();
        try (InputStream in = OutputFile.open(file)) {
            AsciiLines line = new AsciiLines(in);
            Optional<String> title = Optional.empty();
            String exchange = "";
            double valence = 0;
            while (line.next()) {
                if (line.find("LEXCH") >= 0 && line.find("=") > 0) {
                    exchange = line.after("=").trim();
                } else if (line.find("TITEL") >= 0 && line.find("=") > 0) {
                    title = Optional.of(line.after("=").trim());
                } else if (line.find("ZVAL") >= 0 && line.find("POMASS") >= 0) {
                    valence = FortranNumbers.read(line.after("ZVAL").replace("=", " "), 1)[0];
                } else if (line.find("ENMAX") >= 0 && title.isPresent()) {
                    String name = title.get();
                    double enmax = FortranNumbers.read(line.after("ENMAX").replace("=", " "), 1)[0];
                    Element element = VaspElements.ofTitle(name)
                            .orElseThrow(() -> new IllegalArgumentException(
                                    file + ": expected an element in the TITEL, found \"" + name + "\""));
                    headers.add(new PotcarHeader(name, element, exchange, enmax, valence));
                    title = Optional.empty();
                }
            }
        }
        if (headers.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected a POTCAR with TITEL and ENMAX, found neither");
        }
        return headers;
    }
}
