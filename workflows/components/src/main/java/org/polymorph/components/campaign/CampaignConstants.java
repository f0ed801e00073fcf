package org.polymorph.components.campaign;

import org.apache.camel.spi.Metadata;

/** Message headers of campaigns. */
public final class CampaignConstants {
    @Metadata(description = "What is to be done, such as generate or train", javaType = "String")
    public static final String OPERATION = "CamelCampaignOperation";

    @Metadata(description = "The command that the body belongs to", javaType = "org.polymorph.engine.campaign.Command")
    public static final String COMMAND = "CamelCampaignCommand";

    private CampaignConstants() {}
}
