package org.polymorph.components.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.Repair;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Structure;

/** Turns calculations of the books into what their code is asked for: always from the books, so that a restart asks the same. */
final class PlannedCalculations {
    private PlannedCalculations() {}

    /** Returns the request of a job: structures as its calculations stand now, with all that was repaired so far. */
    static CalculationRequest request(CampaignSession session, List<String> ids) {
        CampaignReader reader = session.reader();
        List<Structure> structures = new ArrayList<>();
        List<Repair> repairs = List.of();
        String inputSet = "";
        for (String id : ids) {
            Calculation calculation = reader.calculation(id).orElseThrow();
            repairs = reader.repairs(id);
            structures.add(last(repairs).orElse(calculation.structure()));
            inputSet = calculation.inputSet();
        }
        return new CalculationRequest(
                structures,
                inputSet,
                session.spec().search().pressure(),
                session.spec().calculate().settings(inputSet),
                session.site().code(session.spec().calculate().code()),
                session.site().resources(),
                attempt(repairs));
    }

    // a job of several calculations has no repaired one
    private static Attempt attempt(List<Repair> repairs) {
        if (repairs.isEmpty()) {
            return Attempt.FIRST;
        }
        // job directories lie beside each other, each named by its token
        String previous = "../" + repairs.get(repairs.size() - 1).job();
        return new Attempt(repairs.stream().map(Repair::remedy).toList(), Optional.of(previous));
    }

    private static Optional<Structure> last(List<Repair> repairs) {
        return repairs.stream().flatMap(repair -> repair.structure().stream()).reduce((first, second) -> second);
    }
}
