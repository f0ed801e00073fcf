package org.polymorph.components.dft;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.components.batch.SiteOption;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;

/** Write inputs of a DFT code and read its outputs. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "dft",
        title = "DFT Code",
        syntax = "dft:code",
        producerOnly = true,
        category = {Category.TRANSFORMATION},
        headersClass = BatchConstants.class)
public class DftEndpoint extends DefaultEndpoint {
    private static final String DEFAULT_INPUT_SET = "static";

    @UriPath
    @Metadata(required = true)
    private String code = "";

    @UriParam(defaultValue = "prepare")
    private DftOperation operation = DftOperation.prepare;

    @UriParam(defaultValue = "static")
    private String inputSet = DEFAULT_INPUT_SET;

    @UriParam(prefix = "settings.", multiValue = true)
    private Map<String, Object> settings = Map.of();

    @UriParam(prefix = "site.", multiValue = true)
    private Map<String, Object> site = Map.of();

    @UriParam
    private String siteName = "";

    public DftEndpoint(String uri, DftComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (operation != DftOperation.prepare && hasRequest()) {
            throw new IllegalArgumentException(
                    "inputSet, siteName, settings.* and site.* are for operation=prepare, found operation=" + operation
                            + " in " + getEndpointUri());
        }
        return new DftProducer(this, dftCode(), siteFile());
    }

    private Optional<SiteSpec> siteFile() {
        return siteName.isEmpty()
                ? Optional.empty()
                : Optional.of(new SiteOption(((DftComponent) getComponent()).getSiteDir()).read(siteName, ""));
    }

    private DftCode dftCode() {
        @Nullable DftCode bean = getCamelContext().getRegistry().lookupByNameAndType(code, DftCode.class);
        return bean != null ? bean : Providers.of(DftCode.class).get(code);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("dft: can only be sent to");
    }

    public String getCode() {
        return code;
    }

    /** Name of the code: a DftCode bean of that name in the registry, else a provider on the class path. */
    public void setCode(String code) {
        this.code = code;
    }

    public DftOperation getOperation() {
        return operation;
    }

    /**
     * What to do with the body: prepare a job of a CalculationRequest or of plain structures, or parse the directory of an ended job into one
     * CalculationOutcome a structure.
     */
    public void setOperation(DftOperation operation) {
        this.operation = operation;
    }

    public String getInputSet() {
        return inputSet;
    }

    /** Name of the input set that plain structures are prepared with; a CalculationRequest says so itself. */
    public void setInputSet(String inputSet) {
        this.inputSet = inputSet;
    }

    public Map<String, Object> getSettings() {
        return settings;
    }

    /** Settings of the code for plain structures, as in calculate.settings of a campaign: settings.potential=sw. */
    public void setSettings(Map<String, Object> settings) {
        this.settings = settings;
    }

    public Map<String, Object> getSite() {
        return site;
    }

    /** How plain structures are run, as in a site's section of the code: site.command=pw.x. */
    public void setSite(Map<String, Object> site) {
        this.site = site;
    }

    public String getSiteName() {
        return siteName;
    }

    /**
     * Name of a site whose file says how plain structures are run: its section of the code, over which options with the prefix site go, and its resources,
     * where no header gives some.
     */
    public void setSiteName(String siteName) {
        this.siteName = siteName;
    }

    /** Returns whether the options describe a request. */
    boolean hasRequest() {
        return !settings.isEmpty() || !site.isEmpty() || !siteName.isEmpty() || !inputSet.equals(DEFAULT_INPUT_SET);
    }
}
