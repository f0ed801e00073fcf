package org.polymorph.components.format;

import java.io.Reader;
import java.util.List;
import org.apache.camel.spi.annotations.Dataformat;
import org.polymorph.model.format.Cif;
import org.polymorph.model.format.Frame;

/** Crystallographic Information File: any number of structures, one a data block. */
@Dataformat("cif")
public final class CifDataFormat extends StructureDataFormat {

    @Override
    public String getDataFormatName() {
        return "cif";
    }

    @Override
    List<Frame> read(Reader in, String name) {
        return Cif.read(in, name);
    }

    @Override
    void write(Appendable out, List<Frame> frames) {
        Cif.write(out, frames);
    }
}
