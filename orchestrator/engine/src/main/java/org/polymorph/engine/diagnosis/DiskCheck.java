package org.polymorph.engine.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.config.SiteSpec.SchedulerType;
import org.polymorph.engine.store.NetworkFileSystem;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.diagnosis.Finding;

/** Free space, free inodes, quota and the kind of file system of the working directory. */
final class DiskCheck implements SiteCheck {
    private static final long KIB_A_GIB = 1 << 20;
    private static final long LEAST_KIB = 50 << 10;
    private static final long LEAST_FILES = 1000;

    private static final String PROBE = """
            cd -- %s || exit 74
            LC_ALL=C; export LC_ALL
            t=$(df -PT . 2>/dev/null | tail -n 1 | awk '{ print $2 }')
            [ -n "$t" ] || t=$(stat -f -c %%T . 2>/dev/null)
            echo "type ${t:-?}"
            echo "space $(df -Pk . 2>/dev/null | tail -n 1)"
            echo "files $(df -Pi . 2>/dev/null | tail -n 1)"
            if command -v quota >/dev/null; then echo asked; timeout 10 quota -w 2>/dev/null | sed 's/^/quota /'; fi
            if command -v lfs >/dev/null; then echo asked; timeout 10 lfs quota -q -u "$(id -un)" . 2>/dev/null | sed 's/^/quota /'; fi
            exit 0
            """;

    /** File system, blocks, used, available, capacity, where it is mounted. */
    private static final Pattern DF = Pattern.compile("\\S.*?\\s+(\\d+)\\s+(\\d+)\\s+(-?\\d+)\\s+(\\d+%|-)\\s+/.*");

    /** File system, KiB, soft and hard limit, time left, files, soft and hard limit. */
    private static final Pattern QUOTA = Pattern.compile(
            "\\s*(\\S+)\\s+(\\d+)\\*?\\s+(\\d+)\\s+(\\d+)\\s+(?:(?:-|none|\\d+[a-z:]\\S*)\\s+)?(\\d+)\\*?\\s+(\\d+)\\s+(\\d+)(?:\\s.*)?");

    @Override
    public String subject() {
        return "disk";
    }

    @Override
    public Need need() {
        return Need.PLACE;
    }

    @Override
    public List<Finding> look(Visit visit) {
        boolean elsewhere = visit.site().scheduler().type() != SchedulerType.LOCAL;
        return read(visit.run(PROBE.formatted(ShellWord.quote(visit.place()))).stdout(), elsewhere);
    }

    /**
     * Reads the probe's answer.
     *
     * @param elsewhere whether jobs run on other machines than the one that was asked
     */
    static List<Finding> read(String text, boolean elsewhere) {
        Map<String, String> first = new HashMap<>();
        List<String> quotas = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            if (word.equals("quota")) {
                quotas.add(rest);
            } else {
                first.putIfAbsent(word, rest);
            }
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(fileSystem(first.getOrDefault("type", "?"), elsewhere));
        findings.add(space(first.getOrDefault("space", "")));
        findings.add(files(first.getOrDefault("files", "")));
        findings.add(quota(quotas, first.containsKey("asked")));
        return findings;
    }

    private static Finding fileSystem(String type, boolean elsewhere) {
        String subject = "file system";
        if (elsewhere && (type.equals("tmpfs") || type.equals("ramfs") || type.equals("overlay"))) {
            return Finding.warns(
                    subject,
                    type + ", which other machines usually do not see",
                    "take a workDir on a file system that log-in and compute nodes share, such as /scratch");
        }
        if (!elsewhere && NetworkFileSystem.isNetwork(type)) {
            return Finding.warns(
                    subject,
                    type + ", a network file system",
                    "a campaign's database works there, but slowly: better keep --dir on a disk of this machine");
        }
        return Finding.ok(subject, type + (NetworkFileSystem.isNetwork(type) ? ", shared over the network" : ""));
    }

    private static Finding space(String line) {
        String subject = "free space";
        Matcher matcher = DF.matcher(line);
        if (!matcher.matches()) {
            return Finding.unchecked(subject, "df does not tell");
        }
        long free = Math.max(0, Long.parseLong(matcher.group(3)));
        String found = size(free) + " of " + size(Long.parseLong(matcher.group(1)));
        String remedy = "a DFT job needs some 10 MB to 1 GB: delete old files, or take another workDir";
        if (free < LEAST_KIB) {
            return Finding.fails(subject, found, remedy);
        }
        return free < KIB_A_GIB ? Finding.warns(subject, found, remedy) : Finding.ok(subject, found);
    }

    private static Finding files(String line) {
        String subject = "free inodes";
        Matcher matcher = DF.matcher(line);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            return Finding.ok(subject, "the file system does not count them");
        }
        long free = Math.max(0, Long.parseLong(matcher.group(3)));
        String found = String.format(Locale.ROOT, "room for %,d more files", free);
        String remedy = "a job makes some 10 to 30 files: delete old job directories, or take another workDir";
        if (free < LEAST_FILES) {
            return Finding.fails(subject, found, remedy);
        }
        return free < 10 * LEAST_FILES ? Finding.warns(subject, found, remedy) : Finding.ok(subject, found);
    }

    private static Finding quota(List<String> lines, boolean asked) {
        String subject = "quota";
        Optional<Finding> worst = lines.stream()
                .map(QUOTA::matcher)
                .filter(Matcher::matches)
                .map(matcher -> quota(subject, matcher))
                .flatMap(Optional::stream)
                .reduce((a, b) -> a.level().compareTo(b.level()) >= 0 ? a : b);
        return worst.orElseGet(() -> asked
                ? Finding.ok(subject, "no limit is set for you")
                : Finding.unchecked(subject, "neither quota nor lfs is there to ask"));
    }

    private static Optional<Finding> quota(String subject, Matcher line) {
        Finding space = part(subject, line.group(1), line, 2, "KiB");
        Finding files = part(subject, line.group(1), line, 5, "files");
        boolean limited = limit(line, 2) > 0 || limit(line, 5) > 0;
        return limited ? Optional.of(files.level().compareTo(space.level()) > 0 ? files : space) : Optional.empty();
    }

    // the soft limit where there is one, for beyond it time runs
    private static long limit(Matcher line, int group) {
        long soft = Long.parseLong(line.group(group + 1));
        return soft > 0 ? soft : Long.parseLong(line.group(group + 2));
    }

    private static Finding part(String subject, String where, Matcher line, int group, String unit) {
        long used = Long.parseLong(line.group(group));
        long limit = limit(line, group);
        long hard = Long.parseLong(line.group(group + 2));
        String found = unit.equals("KiB")
                ? size(used) + " of " + size(limit) + " used on " + where
                : used + " of " + limit + " files used on " + where;
        if (limit > 0 && hard > 0 && used >= hard) {
            return Finding.fails(subject, found, "delete files, or ask the administrators for more");
        }
        return limit > 0 && used > 0.9 * limit
                ? Finding.warns(
                        subject, found, "delete files, or ask the administrators for more, before it is used up")
                : Finding.ok(subject, found);
    }

    private static String size(long kib) {
        if (kib >= 1024 * KIB_A_GIB) {
            return String.format(Locale.ROOT, "%.1f TiB", kib / (1024.0 * KIB_A_GIB));
        }
        return kib >= KIB_A_GIB
                ? String.format(Locale.ROOT, "%.1f GiB", kib / (double) KIB_A_GIB)
                : String.format(Locale.ROOT, "%.1f MiB", kib / 1024.0);
    }
}
