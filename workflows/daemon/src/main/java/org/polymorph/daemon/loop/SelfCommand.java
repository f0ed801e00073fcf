package org.polymorph.daemon.loop;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.model.batch.ShellWord;

/**
 * The shell command that starts this program anew, as a job does: the same Java, options and class path, and no launcher, so
 * that a job runs what the campaign runs even while the sources change.
 */
final class SelfCommand {
    private SelfCommand() {}

    static String line() {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("-Dfile.encoding"))
                .forEach(words::add);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add("org.polymorph.daemon.cli.Main");
        return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }
}
