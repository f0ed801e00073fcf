package org.polymorph.engine.store;

import java.util.Map;
import org.polymorph.engine.campaign.CampaignState;

/**
 * A campaign as the store holds it.
 *
 * @param spec the settings in force when it was created
 * @param createdAt milliseconds since 1970-01-01 UTC
 */
public record StoredCampaign(
        String id, Map<String, Object> spec, CampaignState state, long createdAt, long updatedAt) {}
