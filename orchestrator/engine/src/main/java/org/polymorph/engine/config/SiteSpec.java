package org.polymorph.engine.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Settings;

/**
 * A machine that jobs run on. Immutable.
 *
 * @param workDir where job directories are made, as written, on that machine; for this machine see {@link #localWorkDir}
 * @param resources of a job, where it does not say otherwise
 * @param codes the section of each code: command, prelude, pseudopotential directory
 */
public record SiteSpec(
        String name,
        Transport transport,
        Scheduler scheduler,
        String workDir,
        Resources resources,
        Map<String, Settings> codes) {
    /** Name of the site that is this machine, without a file. */
    public static final String LOCAL = "local";

    public SiteSpec {
        codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
    }

    /** How the machine is reached. */
    public enum TransportType {
        LOCAL,
        SSH
    }

    /** Who starts the jobs there. */
    public enum SchedulerType {
        LOCAL,
        SLURM,
        PBS,
        GRIDENGINE,
        LSF;

        /** Returns whether it is a batch system of a cluster. */
        public boolean isCluster() {
            return this != LOCAL;
        }
    }

    /**
     * How the machine is reached; all but the type only for ssh.
     *
     * @param jump hosts on the way, the first one first, each {@code [USER@]HOST[:PORT]}
     */
    public record Transport(
            TransportType type,
            String host,
            int port,
            Optional<String> user,
            Optional<Path> keyFile,
            Optional<Path> knownHosts,
            List<String> jump,
            Session session) {
        /** This machine. */
        public static final Transport LOCAL = new Transport(
                TransportType.LOCAL, "", 22, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public Transport {
            jump = List.copyOf(jump);
        }

        public Transport(
                TransportType type,
                String host,
                int port,
                Optional<String> user,
                Optional<Path> keyFile,
                Optional<Path> knownHosts,
                List<String> jump) {
            this(type, host, port, user, keyFile, knownHosts, jump, Session.DEFAULT);
        }
    }

    /**
     * How a session over ssh is made and kept.
     *
     * @param certificate an OpenSSH user certificate; where absent, {@code KEYFILE-cert.pub} if it exists
     * @param passphrase of the key file
     * @param agent socket of an ssh-agent; where absent, {@code SSH_AUTH_SOCK}
     * @param minLoginInterval between the beginnings of two log-ins
     * @param keepAlive between signs of life asked for
     * @param connectTimeout for connection and log-in
     * @param channels open at the same time
     */
    public record Session(
            Optional<Path> certificate,
            Optional<Secret> passphrase,
            Optional<Path> agent,
            Duration minLoginInterval,
            Duration keepAlive,
            Duration connectTimeout,
            int channels) {
        public static final Session DEFAULT = new Session(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                4);
    }

    /**
     * Who starts the jobs.
     *
     * @param maxRunning cap on jobs that run at the same time, local only
     * @param maxQueued cap on jobs handed over and not yet ended, clusters only
     * @param partition SLURM's partition, or the queue of another batch system; empty for the cluster's default
     * @param account empty for the user's default
     * @param extra further lines for the head of the job script
     * @param arraySize how many jobs that ask for the same go in one submission at most, slurm only; 1 for each alone
     * @param parallelEnvironment of Grid Engine for jobs of several tasks; empty for none
     * @param window when campaigns may begin work for this site
     */
    public record Scheduler(
            SchedulerType type,
            int maxRunning,
            Duration pollInterval,
            String partition,
            String account,
            int maxQueued,
            List<String> extra,
            int arraySize,
            String parallelEnvironment,
            Windows window) {
        public Scheduler {
            extra = List.copyOf(extra);
        }

        public Scheduler(
                SchedulerType type,
                int maxRunning,
                Duration pollInterval,
                String partition,
                String account,
                int maxQueued,
                List<String> extra,
                int arraySize,
                String parallelEnvironment) {
            this(
                    type,
                    maxRunning,
                    pollInterval,
                    partition,
                    account,
                    maxQueued,
                    extra,
                    arraySize,
                    parallelEnvironment,
                    Windows.ALWAYS);
        }
    }

    /**
     * Reads a site from a merged tree. Problems are added to the settings; with problems, the record stands for nothing.
     *
     * @param home what {@code ~/} stands for on this machine
     */
    public static SiteSpec read(Settings settings, Path home) {
        return new SiteReader(settings, home).read();
    }

    /** Returns the section of a code, nothing read yet; empty if the site says nothing about it. */
    public Settings code(String code) {
        Settings section = codes.get(code);
        return section == null ? Settings.empty() : section.fresh();
    }

    /**
     * Returns the directory for job directories on this machine.
     *
     * @param base what a relative path is relative to: the campaign's directory
     * @throws ConfigurationException if jobs cannot be run on this site
     */
    public Path localWorkDir(Path base) {
        requireLocal();
        return base.resolve(workDir).toAbsolutePath().normalize();
    }

    /** Returns whether jobs are plain processes of this machine. */
    public boolean isThisMachine() {
        return transport.type() == TransportType.LOCAL && scheduler.type() == SchedulerType.LOCAL;
    }

    /**
     * Checks that this version can run jobs there.
     *
     * @throws ConfigurationException if it is a remote site or has a cluster scheduler
     */
    public void requireLocal() {
        if (transport.type() != TransportType.LOCAL || scheduler.type() != SchedulerType.LOCAL) {
            throw new ConfigurationException("site " + name + ": transport.type "
                    + SiteReader.word(transport.type()) + " with scheduler.type " + SiteReader.word(scheduler.type())
                    + " cannot be used: expected a scheduler.type such as slurm where jobs run on another machine, or transport and"
                    + " scheduler of type local, such as in --site local");
        }
    }

    /** Adds a problem if a remote site says nothing about the code that a campaign uses. */
    void checkCode(String code, Settings root) {
        if (transport.type() == TransportType.SSH && !code.isEmpty() && !codes.containsKey(code)) {
            root.section("calculate")
                    .reject(
                            "code",
                            "site " + name + " has no section codes." + code + "; it has "
                                    + (codes.isEmpty() ? "none" : String.join(", ", codes.keySet())));
        }
    }
}
