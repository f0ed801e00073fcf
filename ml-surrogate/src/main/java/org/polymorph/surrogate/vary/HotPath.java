package org.polymorph.surrogate.vary;

import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.generate.MinimumDistances;

/**
 * Says how far a hot path may be followed: until atoms come nearer to each other than allowed, numbers are not finite any
 * more, or the surrogate's forces are as uncertain as they are large.
 */
record HotPath(Calculator calculator, MinimumDistances distances) {
    /** Steps from one look at the uncertainty to the next. */
    private static final int LOOK = 10;
    /** Of the largest force; as far as a relaxation is trusted by default. */
    private static final double TRUST = 0.5;
    /** eV/Å, below which a force does not make an uncertainty large. */
    private static final double FLOOR = 1;

    boolean mayGoOn(Structure structure, double energy, int step) {
        return Double.isFinite(energy) && distances.areKeptBy(structure) && (step % LOOK != 0 || isTrusted(structure));
    }

    private boolean isTrusted(Structure structure) {
        if (!(calculator instanceof SurrogateModel model)) {
            return true;
        }
        DeviationFloor floor = model.deviationFloor();
        Prediction prediction = model.predict(structure);
        return floor.forceBeyond(prediction.maxForceStd())
                < TRUST * Math.max(prediction.mean().maxForce(), FLOOR);
    }
}
