package org.polymorph.engine.store;

import java.util.Map;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Wish;

/**
 * A campaign as the store holds it.
 *
 * @param spec the settings in force when it was created
 * @param wish what a person asks of it
 * @param budgets those changed since
 * @param trouble why nobody works on it although it is to run; empty where nothing is wrong
 * @param base directory that relative paths in its settings start from
 * @param createdAt milliseconds since 1970-01-01 UTC
 */
public record StoredCampaign(
        String id,
        Map<String, Object> spec,
        CampaignState state,
        Wish wish,
        BudgetChanges budgets,
        String trouble,
        String base,
        long createdAt,
        long updatedAt) {}
