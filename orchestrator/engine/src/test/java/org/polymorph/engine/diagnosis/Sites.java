package org.polymorph.engine.diagnosis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.spi.Settings;

/** Sites for tests, and one look at them. */
final class Sites {
    private Sites() {}

    static SiteSpec read(Map<String, Object> tree) {
        Settings settings = Settings.of(tree);
        SiteSpec site = SiteSpec.read(settings, Path.of("/home/ada"));
        settings.throwIfProblems();
        return site;
    }

    static SiteSpec local(Path workDir, Map<String, Object> codes) {
        return read(Map.of("site", "here", "workDir", workDir.toString(), "codes", codes));
    }

    /** A cluster whose commands are scripted and whose files are this machine's. */
    static SiteSpec slurm(Map<String, Object> scheduler, Map<String, Object> resources, Path workDir) {
        Map<String, Object> typed = new java.util.TreeMap<>(scheduler);
        typed.put("type", "slurm");
        return read(Map.of(
                "site",
                "hpc",
                "transport",
                Map.of(
                        "type",
                        "ssh",
                        "host",
                        "login.example",
                        "user",
                        "ada",
                        "jump",
                        List.of("gate.example", "bob@inner:2222")),
                "scheduler",
                typed,
                "resources",
                resources,
                "workDir",
                workDir.toString()));
    }

    static SiteSpec slurm() {
        return slurm(Map.of(), Map.of(), Path.of("/scratch/ada"));
    }

    static Visit visit(SiteSpec site, Transport transport) {
        Visit visit = new Visit(site, transport, doing -> {});
        visit.met(SiteCheck.Need.LOG_IN);
        visit.met(SiteCheck.Need.SCHEDULER);
        return visit;
    }

    static List<Finding> look(SiteCheck check, SiteSpec site, Transport transport) {
        try (Visit visit = visit(site, transport)) {
            return check.look(visit);
        } catch (ClusterAnswerException e) {
            throw new AssertionError(e);
        }
    }

    static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }
}
