package org.polymorph.engine.scheduler.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job's directory on the cluster says.
 *
 * @param present whether there is such a directory
 * @param answer to its submission, beside the script
 * @param claimed whether a start got past the fence, or the fence was closed
 * @param closed whether the fence was closed, so that no start ever gets past it
 * @param again whether the start that is past the fence was followed by another one of the same id, which ended there
 * @param claim which start got past the fence, once it has said so
 * @param done the completion marker
 * @param overMemory whether the batch system wrote that the memory limit was exceeded
 * @param overTime whether it wrote so of the time limit
 */
record JobFiles(
        boolean present,
        Optional<SubmitAnswer> answer,
        boolean claimed,
        boolean closed,
        boolean again,
        Optional<Claim> claim,
        Optional<Done> done,
        boolean overMemory,
        boolean overTime) {
    static final JobFiles ABSENT = new JobFiles(
            false, Optional.empty(), false, false, false, Optional.empty(), Optional.empty(), false, false);

    private static final Pattern DONE = Pattern.compile(
            "exit=(\\d{3}) stop=([01]) id=(\\d\\S*) ended=(\\d{10,})(?: full=([01]))?(?: ran=(-?\\d{1,18}) limit=(\\d{1,18}))?");
    // SLURM warns up to a minute too early, and counts from before the script's start
    private static final long EARLIER_SECONDS = 90;
    private static final Pattern CLAIM = Pattern.compile("(\\d\\S*) (\\d{1,9}) (\\S+)");

    /** Which start got past the fence. */
    record Claim(String id, int restart, String node) {}

    /**
     * The completion marker.
     *
     * @param stopped whether the job was asked to end before
     * @param full whether it failed and there was no room for files then
     * @param early whether it was asked to end so long before its time limit that this is not why
     */
    record Done(int exitCode, boolean stopped, String id, boolean full, boolean early) {}

    /** Tells all of it in words, for the job's story. */
    String words() {
        if (!present) {
            return "not there";
        }
        List<String> words = new ArrayList<>();
        answer.ifPresent(said -> words.add("submitted as " + said.id()));
        claim.ifPresent(start -> words.add("begun by " + start.id() + " on " + start.node()));
        if (closed) {
            words.add("closed before it began");
        } else if (claimed && claim.isEmpty()) {
            words.add("begun");
        }
        if (again) {
            words.add("begun a second time, in vain");
        }
        done.ifPresent(marker -> words.add("marker exit=" + marker.exitCode() + " id=" + marker.id()
                + (marker.stopped() ? ", asked to stop before" : "")
                + (marker.early() ? ", long before its time limit" : "")
                + (marker.full() ? ", the disk was full" : "")));
        if (overMemory) {
            words.add("memory limit exceeded");
        }
        if (overTime) {
            words.add("time limit exceeded");
        }
        return words.isEmpty() ? "not begun" : String.join(", ", words);
    }

    /**
     * Reads the answer of {@link RemoteScripts#look}.
     *
     * @param dialect that the answers to submissions are written in
     * @throws ClusterAnswerException if it is not whole
     */
    static Map<String, JobFiles> parse(Dialect dialect, String text) throws ClusterAnswerException {
        Map<String, JobFiles> found = new LinkedHashMap<>();
        String token = "";
        Map<String, String> words = new LinkedHashMap<>();
        boolean whole = false;
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1).strip();
            whole = word.equals(RemoteScripts.END);
            if (whole || word.equals("job")) {
                if (!token.isEmpty()) {
                    found.put(token, of(dialect, words));
                }
                words.clear();
                token = rest;
            } else if (token.isEmpty()) {
                throw new ClusterAnswerException("job directories: a line belongs to no job: \"" + line + "\"");
            } else {
                words.put(word, rest);
            }
        }
        if (!whole) {
            throw new ClusterAnswerException("job directories: the answer is not whole");
        }
        return found;
    }

    private static JobFiles of(Dialect dialect, Map<String, String> words) {
        SubmitAnswer answer = dialect.submitted(0, words.getOrDefault("answer", ""), "");
        Matcher claim = CLAIM.matcher(words.getOrDefault("claim", ""));
        Matcher done = DONE.matcher(words.getOrDefault("done", ""));
        return new JobFiles(
                words.containsKey("present"),
                Optional.of(answer).filter(said -> said.kind() == SubmitAnswer.Kind.ACCEPTED),
                words.containsKey("claimed"),
                words.containsKey("closed"),
                claim.matches() && words.getOrDefault("again", "").startsWith(claim.group(1) + " "),
                claim.matches()
                        ? Optional.of(new Claim(claim.group(1), Integer.parseInt(claim.group(2)), claim.group(3)))
                        : Optional.empty(),
                done.matches() ? Optional.of(done(done)) : Optional.empty(),
                words.containsKey("memory"),
                words.containsKey("time"));
    }

    private static Done done(Matcher marker) {
        boolean stopped = marker.group(2).equals("1");
        // markers of earlier versions do not tell the time, and a clock that was set back tells none
        long ran = marker.group(6) == null ? -1 : Long.parseLong(marker.group(6));
        boolean early = stopped && ran >= 0 && ran + EARLIER_SECONDS < Long.parseLong(marker.group(7));
        return new Done(
                Integer.parseInt(marker.group(1)), stopped, marker.group(3), "1".equals(marker.group(5)), early);
    }
}
