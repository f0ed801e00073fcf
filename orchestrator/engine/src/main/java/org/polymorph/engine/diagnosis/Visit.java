package org.polymorph.engine.diagnosis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the checks of one site share: the way there, what worked so far, and what is to be tidied up at last. */
final class Visit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SiteSpec site;
    private final Transport transport;
    private final Consumer<String> progress;
    private final String token;
    private final Set<SiteCheck.Need> met = EnumSet.of(SiteCheck.Need.NOTHING);
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private String place = "";
    private String directory = "";

    /**
     * Begins a visit.
     *
     * @param progress is told what is being done
     */
    Visit(SiteSpec site, Transport transport, Consumer<String> progress) {
        this.site = site;
        this.transport = transport;
        this.progress = progress;
        byte[] bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        token = "pm-doctor-" + HexFormat.of().formatHex(bytes);
    }

    SiteSpec site() {
        return site;
    }

    Transport transport() {
        return transport;
    }

    /** Returns a name that nobody else has, for directories and jobs of this visit. */
    String token() {
        return token;
    }

    void say(String doing) {
        progress.accept(doing);
    }

    /** Runs a script without input. */
    Transport.Answer run(String script) {
        return run(script, new byte[0]);
    }

    Transport.Answer run(String script, byte[] input) {
        return transport.run(script, input, PATIENCE);
    }

    void met(SiteCheck.Need need) {
        met.add(need);
    }

    boolean has(SiteCheck.Need need) {
        return met.contains(need);
    }

    /** Notes the site's working directory; it is there. */
    void place(String absolute) {
        place = absolute;
        met(SiteCheck.Need.PLACE);
    }

    /**
     * Returns the site's working directory, absolute.
     *
     * @throws IllegalStateException if it is not known
     */
    String place() {
        if (place.isEmpty()) {
            throw new IllegalStateException("the working directory is not known");
        }
        return place;
    }

    /** Notes the directory of this visit below the site's working directory; it is there and can be written. */
    void directory(String absolute) {
        directory = absolute;
        met(SiteCheck.Need.WORK_DIRECTORY);
    }

    /**
     * Returns the directory of this visit.
     *
     * @throws IllegalStateException if there is none
     */
    String directory() {
        if (directory.isEmpty()) {
            throw new IllegalStateException("the working directory is not known");
        }
        return directory;
    }

    /** Notes what is to be done when the visit ends, before what was noted earlier. */
    synchronized void atEnd(Runnable ending) {
        endings.push(ending);
    }

    /** Tidies up; a second call has nothing left to do. */
    @Override
    public void close() {
        while (true) {
            Runnable ending;
            synchronized (this) {
                ending = endings.poll();
            }
            if (ending == null) {
                return;
            }
            try {
                ending.run();
            } catch (RuntimeException e) {
                LOG.warn("site={} could not be tidied up: {}", site.name(), e.getMessage());
            }
        }
    }
}
