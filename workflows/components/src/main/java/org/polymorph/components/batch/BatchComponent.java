package org.polymorph.components.batch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.spi.BatchScheduler;

/**
 * Makes {@code localjob:}, {@code slurm:}, {@code pbs:}, {@code gridengine:} and {@code lsf:} endpoints: one class, as they differ
 * only in the scheduler of their site.
 */
@Component("localjob,slurm,pbs,gridengine,lsf")
public class BatchComponent extends DefaultComponent {
    private static final String SITE_DIR = ".";
    private static final String DATA_DIR = "polymorph-data/sites";

    private final Map<String, WatchedJobs> watched = new HashMap<>();
    private final Map<String, OpenSite> open = new HashMap<>();

    @Metadata(defaultValue = SITE_DIR)
    private String siteDir = SITE_DIR;

    @Metadata(defaultValue = DATA_DIR)
    private String dataDir = DATA_DIR;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BatchEndpoint endpoint = new BatchEndpoint(uri, this);
        endpoint.setSite(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The producer and the consumer of one site share what is watched. */
    synchronized WatchedJobs watched(String site) {
        return watched.computeIfAbsent(site, name -> new WatchedJobs());
    }

    /** Returns the site where it was found by its file, and not in the registry. */
    synchronized Optional<OpenSite> openSite(String site) {
        return Optional.ofNullable(open.get(site));
    }

    /**
     * Finds the scheduler of a site: a bean of that name, else one that is made of the site's file and shared by all endpoints of
     * this component.
     *
     * @throws IllegalArgumentException if there is neither, with the names known, or the file is one for another scheme
     */
    synchronized BatchScheduler scheduler(String site, String scheme) {
        @Nullable BatchScheduler bean = getCamelContext().getRegistry().lookupByNameAndType(site, BatchScheduler.class);
        if (bean != null) {
            return bean;
        }
        @Nullable OpenSite known = open.get(site);
        if (known == null) {
            SiteSpec spec = new SiteOption(siteDir).read(site, beans(site));
            String expected = Schedulers.scheme(spec);
            if (!expected.equals(scheme)) {
                throw new IllegalArgumentException("the site file of " + site + " is for endpoints " + expected + ":"
                        + site + ", found " + scheme + ":" + site);
            }
            known = OpenSite.of(spec, Path.of(dataDir).resolve(site));
            open.put(site, known);
            known.untaken().forEach(watched(site)::add);
        }
        return known.scheduler();
    }

    private String beans(String site) {
        Map<String, BatchScheduler> beans =
                new TreeMap<>(getCamelContext().getRegistry().findByTypeWithName(BatchScheduler.class));
        return "no site \"" + site + "\" in the registry; known: "
                + (beans.isEmpty() ? "none" : String.join(", ", beans.keySet()));
    }

    @Override
    protected synchronized void doStop() throws Exception {
        super.doStop();
        open.values().forEach(OpenSite::close);
        open.clear();
    }

    public String getSiteDir() {
        return siteDir;
    }

    /**
     * Directory whose folder sites is looked in first for the file of a site that is not in the registry; then come POLYMORPH_SITES,
     * .config/polymorph/sites of the user and the class path.
     */
    public void setSiteDir(String siteDir) {
        this.siteDir = siteDir;
    }

    public String getDataDir() {
        return dataDir;
    }

    /**
     * Directory in which a site that is found by its file keeps what must outlive the process, in a folder of the site's name: the books of
     * its jobs and what was brought from them. One process at a time can have it.
     */
    public void setDataDir(String dataDir) {
        this.dataDir = dataDir;
    }
}
