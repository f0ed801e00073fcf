package org.polymorph.components.format;

import java.io.Reader;
import java.util.List;
import org.apache.camel.spi.annotations.Dataformat;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;

/** Extended XYZ: any number of structures, with energy, forces and stress under ASE's names. */
@Dataformat("extxyz")
public final class ExtXyzDataFormat extends StructureDataFormat {

    @Override
    public String getDataFormatName() {
        return "extxyz";
    }

    @Override
    List<Frame> read(Reader in, String name) {
        return ExtXyz.read(in, name);
    }

    @Override
    void write(Appendable out, List<Frame> frames) {
        ExtXyz.write(out, frames);
    }
}
