package org.polymorph.components.dft;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/** Makes {@code dft:} endpoints. */
@Component("dft")
public class DftComponent extends DefaultComponent {
    private static final String SITE_DIR = ".";

    @Metadata(defaultValue = SITE_DIR)
    private String siteDir = SITE_DIR;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DftEndpoint endpoint = new DftEndpoint(uri, this);
        endpoint.setCode(remaining);
        endpoint.setSettings(values(PropertiesHelper.extractProperties(parameters, "settings.")));
        endpoint.setSite(values(PropertiesHelper.extractProperties(parameters, "site.")));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public String getSiteDir() {
        return siteDir;
    }

    /**
     * Directory whose folder sites is looked in first for the file that siteName means; then come POLYMORPH_SITES,
     * .config/polymorph/sites of the user and the class path.
     */
    public void setSiteDir(String siteDir) {
        this.siteDir = siteDir;
    }

    // A URI holds texts only; numbers and flags are what they look like, as in a file.
    private static Map<String, Object> values(Map<String, Object> texts) {
        Map<String, Object> values = new TreeMap<>();
        texts.forEach((key, text) -> put(values, key, value(String.valueOf(text))));
        return values;
    }

    // a dot leads into a section: pseudopotentials.Si
    private static void put(Map<String, Object> section, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            section.put(key, value);
            return;
        }
        Object inner = section.computeIfAbsent(key.substring(0, dot), name -> new TreeMap<String, Object>());
        if (!(inner instanceof Map<?, ?>)) {
            throw new IllegalArgumentException(
                    "expected a section or a value, found both: " + key.substring(0, dot) + " and " + key);
        }
        @SuppressWarnings("unchecked") // made above
        Map<String, Object> nested = (Map<String, Object>) inner;
        put(nested, key.substring(dot + 1), value);
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
