package org.polymorph.components.format;

import java.io.Reader;
import java.util.List;
import org.apache.camel.spi.annotations.Dataformat;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.Poscar;

/** POSCAR: exactly one structure. */
@Dataformat("poscar")
public final class PoscarDataFormat extends StructureDataFormat {

    @Override
    public String getDataFormatName() {
        return "poscar";
    }

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
}
