package org.polymorph.engine.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that a person should know of.
 *
 * @param id by which a receiver knows one that comes twice
 * @param subject what it is about: of one subject one alert stands at a time
 * @param message one or more lines for people
 */
public record Alert(
        String id,
        Instant at,
        AlertKind kind,
        String subject,
        Optional<String> campaign,
        Optional<String> site,
        String message) {

    /** Makes one about a campaign, of which several things can be told at a time. */
    public static Alert ofCampaign(AlertKind kind, String campaign, String message, Instant at) {
        return new Alert(
                newId(),
                at,
                kind,
                "campaign/" + campaign + "/" + kind.word(),
                Optional.of(campaign),
                Optional.empty(),
                message);
    }

    /** Makes one about a site. */
    public static Alert ofSite(AlertKind kind, String site, String message, Instant at) {
        return new Alert(
                newId(), at, kind, "site/" + site + "/" + kind.word(), Optional.empty(), Optional.of(site), message);
    }

    /** Makes one about the daemon itself. */
    public static Alert ofDaemon(AlertKind kind, String message, Instant at) {
        return new Alert(newId(), at, kind, "daemon/" + kind.word(), Optional.empty(), Optional.empty(), message);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Returns it in one line. */
    public String headline() {
        String who = campaign.map(name -> "campaign " + name)
                .or(() -> site.map(name -> "site " + name))
                .orElse("daemon");
        return who + " " + kind.predicate();
    }
}
