package org.polymorph.components.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.support.service.ServiceSupport;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * A file format of structures: unmarshals a message into a List of Frame; marshals one or many of Frame, Structure,
 * LabelledStructure, CalculationResult and Relaxation into text in UTF-8.
 */
abstract class StructureDataFormat extends ServiceSupport implements DataFormat, DataFormatName {

    abstract List<Frame> read(Reader in, String name);

    abstract void write(Appendable out, List<Frame> frames);

    @Override
    public final void marshal(Exchange exchange, Object graph, OutputStream stream) throws IOException {
        List<Frame> frames = frames(graph);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("expected structures for " + getDataFormatName() + ", found none");
        }
        Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        write(out, frames);
        out.flush();
    }

    @Override
    public final Object unmarshal(Exchange exchange, InputStream stream) {
        return read(new InputStreamReader(stream, StandardCharsets.UTF_8), StructureConverters.name(exchange));
    }

    private static List<Frame> frames(Object graph) {
        if (graph instanceof Collection<?> many) {
            return many.stream().map(StructureDataFormat::frame).toList();
        }
        return graph instanceof Object[] many
                ? Arrays.stream(many).map(StructureDataFormat::frame).toList()
                : List.of(frame(graph));
    }

    private static Frame frame(Object body) {
        if (body instanceof Frame frame) {
            return frame;
        }
        if (body instanceof Structure structure) {
            return new Frame(structure);
        }
        if (body instanceof LabelledStructure label) {
            return new Frame(label.structure(), Optional.of(label.evaluation()), Map.of("id", label.id()));
        }
        if (body instanceof CalculationResult result) {
            return new Frame(result.structure(), Optional.of(result.evaluation()), Map.of());
        }
        if (body instanceof Relaxation relaxed) {
            return relaxed.evaluation().isFinite()
                    ? new Frame(relaxed.structure(), Optional.of(relaxed.evaluation()), Map.of())
                    : new Frame(relaxed.structure());
        }
        throw new IllegalArgumentException(
                "expected a Frame, Structure, LabelledStructure, CalculationResult or Relaxation, found "
                        + body.getClass().getName());
    }
}
