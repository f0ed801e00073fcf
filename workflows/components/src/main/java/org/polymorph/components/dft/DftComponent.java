package org.polymorph.components.dft;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/** Makes {@code dft:} endpoints. */
@Component("dft")
public class DftComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DftEndpoint endpoint = new DftEndpoint(uri, this);
        endpoint.setCode(remaining);
        endpoint.setSettings(values(PropertiesHelper.extractProperties(parameters, "settings.")));
        endpoint.setSite(values(PropertiesHelper.extractProperties(parameters, "site.")));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    // A URI holds texts only; numbers and flags are what they look like, as in a file.
    private static Map<String, Object> values(Map<String, Object> texts) {
        Map<String, Object> values = new TreeMap<>();
        texts.forEach((key, text) -> values.put(key, value(String.valueOf(text))));
        return values;
    }

    private static Object value(String text) {
        if (text.matches("true|false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("[+-]?\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? Double.valueOf(text) : text;
    }
}
