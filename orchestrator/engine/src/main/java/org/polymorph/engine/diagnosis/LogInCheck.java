package org.polymorph.engine.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.engine.config.SiteSpec.TransportType;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.Transports;
import org.polymorph.model.diagnosis.Finding;

/** Logs in: host key and credentials at every hop, and how long an answer takes. */
final class LogInCheck implements SiteCheck {
    private static final int TRIPS = 3;
    private static final String GREETING = "hello";
    // the transport's messages end so, with what to do behind it
    private static final String REMEDY = "): ";

    @Override
    public String subject() {
        return "log-in";
    }

    @Override
    public Need need() {
        return Need.NOTHING;
    }

    @Override
    public List<Finding> look(Visit visit) {
        if (visit.site().transport().type() == TransportType.LOCAL) {
            visit.met(Need.LOG_IN);
            return List.of(Finding.ok(subject(), "none is needed: jobs are started from this machine"));
        }
        List<String> hops = Transports.hops(visit.site());
        try {
            Duration first = trip(visit);
            Duration[] trips = new Duration[TRIPS];
            for (int i = 0; i < TRIPS; i++) {
                trips[i] = trip(visit);
            }
            Arrays.sort(trips);
            visit.met(Need.LOG_IN);
            return reached(hops, first, trips[TRIPS / 2]);
        } catch (NotDoneException e) {
            return refused(hops, e);
        }
    }

    private static Duration trip(Visit visit) {
        long begun = System.nanoTime();
        Transport.Answer answer = visit.run("echo " + GREETING);
        if (!answer.stdout().strip().equals(GREETING)) {
            throw new NotDoneException(visit.transport().name() + ": expected the answer \"" + GREETING + "\", found \""
                    + answer.stdout().strip() + "\"");
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private List<Finding> reached(List<String> hops, Duration first, Duration trip) {
        List<Finding> findings = new ArrayList<>();
        for (String hop : hops.subList(0, hops.size() - 1)) {
            findings.add(Finding.ok("hop", hop + ": host key on record, logged in"));
        }
        findings.add(Finding.ok(
                subject(),
                hops.get(hops.size() - 1) + ": host key on record, logged in after " + first.toMillis() + " ms; then "
                        + trip.toMillis() + " ms for a command"));
        return findings;
    }

    // a message begins with the hop that it is about; what has no such beginning is about the keys of this side
    private List<Finding> refused(List<String> hops, NotDoneException problem) {
        String message = String.valueOf(problem.getMessage());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < hops.size() - 1; i++) {
            if (message.startsWith(hops.get(i) + ": ")) {
                findings.add(failure("hop", message, problem));
                findings.add(Finding.unchecked(subject(), hops.get(hops.size() - 1) + ": it lies behind that hop"));
                return findings;
            }
        }
        if (message.startsWith(hops.get(hops.size() - 1) + ": ")) {
            hops.subList(0, hops.size() - 1).forEach(hop -> findings.add(Finding.ok("hop", hop + ": passed")));
        }
        findings.add(failure(subject(), message, problem));
        return findings;
    }

    private static Finding failure(String subject, String message, NotDoneException problem) {
        int cut = message.indexOf(REMEDY);
        if (cut >= 0) {
            return Finding.fails(subject, message.substring(0, cut + 1), message.substring(cut + REMEDY.length()));
        }
        String remedy = problem instanceof HostKeyException
                ? "compare the host's fingerprint with the one that its administrators give"
                : problem instanceof NeedsLoginException
                        ? "check transport.user, keyFile and certificate of the site's file, and what ssh-add -l shows"
                        : "try the same by hand with ssh; check transport.host, port and jump, and whether a VPN is needed";
        return Finding.fails(subject, message, remedy);
    }
}
