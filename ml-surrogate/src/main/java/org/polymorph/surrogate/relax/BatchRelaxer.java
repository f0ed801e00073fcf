package org.polymorph.surrogate.relax;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;

/**
 * Relaxes many structures of any sizes over all workers. Each is relaxed on its own, so that the result is, to the last bit,
 * that of {@link Relaxer} one by one.
 */
public final class BatchRelaxer {
    private final RelaxSettings settings;
    private final double pressure;

    /**
     * Makes a relaxer.
     *
     * @param pressure external pressure in eV/Å³
     */
    public BatchRelaxer(RelaxSettings settings, double pressure) {
        this.settings = settings;
        this.pressure = pressure;
    }

    /**
     * Relaxes structures; the results come in their order.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public List<Relaxation> relax(
            List<Structure> structures, Calculator calculator, Workers workers, Progress progress) {
        int total = structures.size();
        AtomicInteger done = new AtomicInteger();
        return workers.map(total, i -> {
            Relaxation relaxation = Relaxer.relax(structures.get(i), calculator, settings, pressure);
            progress.at(done.incrementAndGet(), total);
            return relaxation;
        });
    }
}
