package org.polymorph.components.batch;

import org.apache.camel.Exchange;
import org.polymorph.model.batch.Resources;

/** Reads the headers that describe a job. */
public final class JobHeaders {
    private JobHeaders() {}

    /** Returns the token in the header; without one, the exchange's id, so that a redelivered message is the same job. */
    public static String token(Exchange exchange) {
        String token = exchange.getMessage().getHeader(BatchConstants.TOKEN, String.class);
        return token == null ? exchange.getExchangeId().replaceAll("[^A-Za-z0-9_-]", "-") : token;
    }

    /** Returns the resources in the header, else {@link Resources#DEFAULT}. */
    public static Resources resources(Exchange exchange) {
        return resources(exchange, Resources.DEFAULT);
    }

    /** Returns the resources in the header, else others. */
    public static Resources resources(Exchange exchange, Resources others) {
        return exchange.getMessage().getHeader(BatchConstants.RESOURCES, others, Resources.class);
    }
}
