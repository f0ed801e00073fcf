package org.polymorph.engine.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.config.SiteSpec.Scheduler;
import org.polymorph.engine.config.SiteSpec.SchedulerType;
import org.polymorph.engine.config.SiteSpec.Session;
import org.polymorph.engine.config.SiteSpec.Transport;
import org.polymorph.engine.config.SiteSpec.TransportType;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.spi.Settings;

/** Reads the site's keys, each with its bounds and its default. */
final class SiteReader {
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(MiB|GiB|TiB)");
    private static final Pattern JUMP =
            Pattern.compile("([^@\\s]+@)?(\\[[0-9A-Fa-f:]+]|[^@:\\s\\[\\]]+)(:[1-9]\\d{0,4})?");
    private static final List<String> SSH_KEYS = List.of(
            "host",
            "port",
            "user",
            "keyFile",
            "certificate",
            "passphrase",
            "agent",
            "knownHosts",
            "jump",
            "minLoginInterval",
            "keepAlive",
            "connectTimeout",
            "channels");
    private static final String LOCAL = "local";

    private final Settings root;
    private final Path home;

    SiteReader(Settings root, Path home) {
        this.root = root;
        this.home = home;
    }

    static String word(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    SiteSpec read() {
        String name = root.parsed("site", text -> Names.check("a site", text)).orElse(SiteFiles.LOCAL);
        Transport transport = transport(root.section("transport"));
        return new SiteSpec(
                name,
                transport,
                scheduler(root.section("scheduler"), transport.type()),
                workDir(transport.type()),
                resources(root.section("resources")),
                codes(root.section("codes")));
    }

    private Transport transport(Settings section) {
        String type = section.choice("type", LOCAL, List.of(LOCAL, "ssh"));
        boolean ssh = type.equals("ssh");
        if (ssh && !section.has("host")) {
            section.reject("host", "expected the name of the log-in machine, found nothing");
        }
        for (String key : SSH_KEYS) {
            if (section.has(key) && !ssh) {
                section.reject(key, "belongs to transport type ssh; the type here is local");
            }
        }
        Transport transport = new Transport(
                ssh ? TransportType.SSH : TransportType.LOCAL,
                section.text("host", ""),
                section.integer("port", 22, 1, 65535),
                section.text("user"),
                section.text("keyFile").map(this::atHome).map(Path::of),
                section.text("knownHosts").map(this::atHome).map(Path::of),
                section.texts("jump"),
                session(section));
        for (String jump : transport.jump()) {
            if (!JUMP.matcher(jump).matches()) {
                section.reject("jump", "expected [USER@]HOST[:PORT], found \"" + jump + "\"");
            }
        }
        section.finish();
        return transport;
    }

    private Session session(Settings section) {
        Session standard = Session.DEFAULT;
        return new Session(
                section.text("certificate").map(this::atHome).map(Path::of),
                section.text("passphrase").map(Secret::of),
                section.text("agent").map(this::atHome).map(Path::of),
                duration(section, "minLoginInterval", standard.minLoginInterval(), Duration.ZERO),
                duration(section, "keepAlive", standard.keepAlive(), Duration.ofSeconds(1)),
                duration(section, "connectTimeout", standard.connectTimeout(), Duration.ofSeconds(1)),
                section.integer("channels", standard.channels(), 1, 100));
    }

    private static Duration duration(Settings section, String key, Duration fallback, Duration least) {
        Duration duration = section.duration(key, fallback);
        if (duration.compareTo(least) < 0) {
            section.reject(key, "expected at least " + least.toMillis() + "ms, found " + duration.toMillis() + "ms");
        }
        return duration;
    }

    private static Scheduler scheduler(Settings section, TransportType transport) {
        List<String> types =
                Arrays.stream(SchedulerType.values()).map(SiteReader::word).toList();
        String name = section.choice("type", transport == TransportType.SSH ? "slurm" : LOCAL, types);
        SchedulerType type = SchedulerType.valueOf(name.toUpperCase(Locale.ROOT));
        if (!type.isCluster() && transport == TransportType.SSH) {
            section.reject(
                    "type",
                    "expected slurm, pbs, gridengine or lsf where transport.type is ssh, found \"" + name + "\"");
        }
        SchedulerKey.check(section, type);
        Duration standard = type.isCluster() ? Duration.ofSeconds(60) : Duration.ofMillis(200);
        Duration interval = duration(section, "pollInterval", standard, Duration.ofMillis(10));
        Scheduler scheduler = new Scheduler(
                type,
                section.integer("maxRunning", Runtime.getRuntime().availableProcessors(), 1, 100_000),
                interval,
                section.text(type == SchedulerType.SLURM ? "partition" : "queue", ""),
                section.text("account", ""),
                section.integer("maxQueued", 200, 1, 100_000),
                section.texts("extra"),
                section.integer("arraySize", 1, 1, 10_000),
                section.text("parallelEnvironment", ""),
                windows(section));
        section.finish();
        return scheduler;
    }

    /** Reads the key {@code window} of a section: a line or a list of lines. */
    static Windows windows(Settings section) {
        List<String> lines = section.texts("window");
        return section.attempt("window", () -> Windows.parse(lines, ZoneId.systemDefault()))
                .orElse(Windows.ALWAYS);
    }

    private String workDir(TransportType transport) {
        if (transport == TransportType.SSH) {
            if (!root.has("workDir")) {
                root.reject("workDir", "expected a directory on the remote machine, found nothing");
            }
            return root.text("workDir", "");
        }
        String text = root.text("workDir", "jobs");
        if (text.isBlank() || text.contains("${") || text.indexOf('\0') >= 0) {
            root.reject(
                    "workDir",
                    "expected a directory; on this machine a variable is written ${env:NAME}, found \"" + text + "\"");
            return "jobs";
        }
        return atHome(text);
    }

    private String atHome(String path) {
        return path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path;
    }

    private static Resources resources(Settings section) {
        int nodes = section.integer("nodes", 1, 1, 100_000);
        int tasks = section.integer("tasks", 1, 1, 1_000_000);
        Duration walltime = section.duration("walltime", Resources.DEFAULT.walltime());
        int memory =
                section.parsed("memoryPerTask", SiteReader::mebibytes).orElse(Resources.DEFAULT.memoryPerTaskMiB());
        if (walltime.toSeconds() < 1) {
            section.reject("walltime", "expected at least 1s, found " + walltime.toMillis() + "ms");
            walltime = Resources.DEFAULT.walltime();
        }
        section.finish();
        return new Resources(nodes, tasks, walltime, memory);
    }

    /**
     * Reads a size such as {@code 512MiB} or {@code 2GiB}.
     *
     * @throws IllegalArgumentException if it has no such unit or is out of range
     */
    private static int mebibytes(String text) {
        Matcher matcher = MEMORY.matcher(text.trim());
        if (matcher.matches()) {
            double mebibytes = Double.parseDouble(matcher.group(1))
                    * switch (matcher.group(2)) {
                        case "GiB" -> 1024;
                        case "TiB" -> 1024 * 1024;
                        default -> 1;
                    };
            if (mebibytes >= 1 && mebibytes <= Integer.MAX_VALUE) {
                return (int) Math.round(mebibytes);
            }
        }
        throw new IllegalArgumentException(
                "expected a size with its unit, such as 512MiB or 2GiB, found \"" + text + "\"");
    }

    private static Map<String, Settings> codes(Settings section) {
        Map<String, Settings> codes = new LinkedHashMap<>();
        section.keys().forEach(code -> codes.put(code, section.section(code)));
        return codes;
    }
}
