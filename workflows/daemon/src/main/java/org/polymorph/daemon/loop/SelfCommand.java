package org.polymorph.daemon.loop;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.spi.Settings;

/**
 * The shell command that starts this program anew, as a job does: the same Java, options and class path, and no launcher, so
 * that a job runs what the campaign runs even while the sources change.
 */
public final class SelfCommand {
    /**
     * A job seldom works for as long as a second, a third of which the second compiler would take for what is over before its
     * code is ready: it waits ten times as long as it otherwise does, and still comes where a job works for long.
     */
    private static final List<String> SHORT_WORK = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private SelfCommand() {}

    /** Has jobs of the code {@code potential} on this machine run this very program, unless the site says otherwise. */
    public static SiteSpec completed(SiteSpec site) {
        Map<String, Settings> codes = new LinkedHashMap<>(site.codes());
        if (site.isThisMachine() && !site.code("potential").has("command")) {
            Map<String, Object> section =
                    new LinkedHashMap<>(site.code("potential").tree());
            section.put("command", line());
            codes.put("potential", Settings.of(section));
        }
        return new SiteSpec(site.name(), site.transport(), site.scheduler(), site.workDir(), site.resources(), codes);
    }

    static String line() {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.addAll(SHORT_WORK); // first, so that options of the user's hold
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("-Dfile.encoding"))
                .forEach(words::add);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add("org.polymorph.daemon.cli.Main");
        return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }
}
