package org.polymorph.tests.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.slurm.Testbed;

/** Searches whose calculations run as SLURM jobs on the testbed, over SSH, with the distribution installed there. */
final class ClusterSearch {
    private final Testbed testbed;
    private final String program;

    ClusterSearch(Testbed testbed) {
        this.testbed = testbed;
        program = testbed.installedProgram();
    }

    /** Returns the search of an example, with a working directory of its own on the cluster. */
    Search example(Path directory, String name) throws IOException {
        Path examples = PolymorphProcess.checkout().resolve("examples");
        Map<String, String> environment = new TreeMap<>(testbed.environment());
        environment.put("TESTBED_HOME", newWorkDir());
        environment.put("POLYMORPH_ON_CLUSTER", program());
        environment.put("POLYMORPH_SITES", examples.resolve("sites").toString());
        return new Search(Files.createDirectories(directory), examples.resolve(name), List.of(), environment);
    }

    String program() {
        return program;
    }

    /** Makes a directory for job directories on the cluster. */
    String newWorkDir() {
        String directory = testbed.get("TESTBED_HOME") + "/searches/" + UUID.randomUUID();
        testbed.user("mkdir -p " + directory);
        return directory;
    }

    /**
     * Returns the file of a site whose jobs add their names to a file {@code executions} once they are past their fence.
     *
     * @param scheduler further settings of that section, as in {@code maxQueued: 5}
     * @param prelude a further line before the program
     */
    String site(String workDir, String scheduler, String prelude) {
        return "transport: {type: ssh, host: 127.0.0.1, port: " + testbed.get("TESTBED_SSH_PORT") + ", user: "
                + testbed.get("TESTBED_USER") + ", keyFile: " + testbed.get("TESTBED_SSH_KEY") + ", knownHosts: "
                + testbed.get("TESTBED_KNOWN_HOSTS") + ", minLoginInterval: 1s}\n"
                + "scheduler: {type: slurm, partition: debug, pollInterval: 1s, " + scheduler + "}\n"
                + "workDir: " + workDir + "\n"
                + "resources: {nodes: 1, tasks: 1, walltime: 10m}\n"
                + "codes: {potential: {command: " + program()
                + ", prelude: ['basename \"$PWD\" >> ../executions', '" + prelude + "']}}\n";
    }
}
