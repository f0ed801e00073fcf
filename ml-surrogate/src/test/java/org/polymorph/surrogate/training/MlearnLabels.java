package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;

/**
 * DFT labels of one element from the data of Zuo et al. 2020 (doi 10.1021/acs.jpca.9b08723): pymatgen structures in gzipped
 * JSON, energies in eV, forces in eV/Å, stresses as VASP prints them (xx, yy, zz, xy, yz, zx in kbar, compressive positive).
 */
public final class MlearnLabels {
    private static final double KILOBAR = 1 / 1602.176634; // eV/Å³

    private MlearnLabels() {}

    /** Reads the training set of an element; skips the test if the shared data are absent. */
    public static List<LabelledStructure> training(Element element) {
        return read(element, "training");
    }

    /** Reads the test set of an element; skips the test if the shared data are absent. */
    public static List<LabelledStructure> test(Element element) {
        return read(element, "test");
    }

    private static List<LabelledStructure> read(Element element, String set) {
        Path file = Path.of(
                System.getProperty("polymorph.shared", "absent"), "data", "mlearn", element.symbol(), set + ".json.gz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<LabelledStructure> labels = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (JsonNode entry : new ObjectMapper().readTree(in)) {
                labels.add(label(String.format(Locale.ROOT, "%s-%04d", set, labels.size()), entry));
            }
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
        return labels;
    }

    private static LabelledStructure label(String id, JsonNode entry) {
        JsonNode structure = entry.required("structure");
        JsonNode outputs = entry.required("outputs");
        List<Element> species = new ArrayList<>();
        List<Double> fractional = new ArrayList<>();
        for (JsonNode site : structure.required("sites")) {
            species.add(Element.of(site.required("label").asText()));
            site.required("abc").forEach(x -> fractional.add(x.asDouble()));
        }
        double[] s = numbers(outputs.required("virial_stress"));
        Stress stress = Stress.ofVoigt(new double[] {
            -s[0] * KILOBAR, -s[1] * KILOBAR, -s[2] * KILOBAR, -s[4] * KILOBAR, -s[5] * KILOBAR, -s[3] * KILOBAR
        });
        Lattice lattice = Lattice.of(numbers(structure.required("lattice").required("matrix")));
        return new LabelledStructure(
                id,
                Structure.of(
                        lattice,
                        species,
                        fractional.stream().mapToDouble(x -> x).toArray()),
                new Evaluation(outputs.required("energy").asDouble(), numbers(outputs.required("forces")), stress));
    }

    // Of a list of numbers or of rows.
    private static double[] numbers(JsonNode node) {
        List<Double> out = new ArrayList<>();
        for (JsonNode child : node) {
            if (child.isArray()) {
                child.forEach(x -> out.add(x.asDouble()));
            } else {
                out.add(child.asDouble());
            }
        }
        return out.stream().mapToDouble(x -> x).toArray();
    }
}
