package org.polymorph.engine.store;

import java.time.Clock;
import org.polymorph.engine.campaign.CampaignRules;

/** What the books of one campaign write with: its rules, the tables and the objects. Thread-safe. */
record CampaignStore(
        CampaignRules rules,
        Access jdbi,
        Clock clock,
        StructureObjects structures,
        CampaignTable campaigns,
        CandidateTable candidates,
        CalculationTable calculations,
        RepairTable repairs,
        CalculationPlan plan) {
    static CampaignStore of(CampaignRules rules, Database database, ObjectStore objects, Clock clock) {
        StructureObjects structures = new StructureObjects(objects);
        CandidateTable candidates = new CandidateTable(structures);
        CalculationTable calculations = new CalculationTable(structures, clock);
        return new CampaignStore(
                rules,
                database.jdbi(),
                clock,
                structures,
                new CampaignTable(clock),
                candidates,
                calculations,
                new RepairTable(structures, clock),
                new CalculationPlan(rules, structures, candidates, calculations));
    }

    String campaign() {
        return rules.campaign();
    }
}
