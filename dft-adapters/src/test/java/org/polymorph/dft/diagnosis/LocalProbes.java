package org.polymorph.dft.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Settings;

/**
 * Runs a code's probes with this machine's shell.
 *
 * @param directory where each gets an empty one of its own
 */
public record LocalProbes(DftCode code, Path directory) {

    /** Returns what was found, in the order of the probes. */
    public List<Finding> look(Map<String, Object> site, boolean inJob) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (SiteProbe probe : code.probes(Settings.of(site), inJob)) {
            Path work = Files.createTempDirectory(directory, "probe");
            Process process = new ProcessBuilder("/bin/sh", "-c", probe.script())
                    .directory(work.toFile())
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            findings.add(probe.read(new SiteProbe.Answer(process.waitFor(), out, err)));
        }
        return findings;
    }
}
