package org.polymorph.engine.store;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.model.batch.JobState;

/**
 * What people ask of the campaigns of a database: each call is a transaction that leaves a row, and whoever works on the
 * campaigns acts on the rows. So it does not matter which process asks, and whether another one works at the time. Thread-safe.
 */
public final class CampaignControl {
    private final Access jdbi;
    private final Database database;
    private final CampaignTable campaigns;
    private final Clock clock;

    public CampaignControl(Database database, Clock clock) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.campaigns = new CampaignTable(clock);
        this.clock = clock;
    }

    /** Returns what people ask of the schedules of the same database. */
    public ScheduleControl schedules() {
        return new ScheduleControl(database, clock);
    }

    /** Thrown where what is asked for does not go with what there is; the message says why. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConflictException(String message) {
            super(message);
        }
    }

    /** Thrown where there is no campaign of a name. */
    public static final class NoSuchCampaignException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSuchCampaignException(String campaign) {
            super("there is no campaign " + campaign);
        }
    }

    /**
     * A campaign to be begun.
     *
     * @param tree its settings, as merged from all layers
     * @param base directory that relative paths in them start from
     * @param key idempotency key: what is submitted again under it is the same campaign
     */
    public record Submission(String campaign, Map<String, Object> tree, String base, Optional<String> key) {}

    /**
     * Puts a campaign among those to be worked on. The same again under the same key changes nothing.
     *
     * @return whether it is new
     * @throws ConflictException if there is a campaign of that name, or the key stands for another one
     */
    public boolean submit(Submission submission) {
        return jdbi.inTransaction(db -> {
            // in this order: what another process submits meanwhile is found under its key if it is found at all
            boolean taken = campaigns.find(db, submission.campaign()).isPresent();
            Optional<StoredCampaign> before = submission.key().flatMap(key -> campaigns.submittedAs(db, key));
            if (before.isPresent()) {
                StoredCampaign same = before.get();
                if (!same.id().equals(submission.campaign())
                        || !same.spec().equals(database.canonical(submission.tree()))) {
                    throw new ConflictException("the idempotency key "
                            + submission.key().get() + " was used for the campaign " + same.id()
                            + " with other settings; use another key for another campaign");
                }
                return false;
            }
            if (taken) {
                throw new ConflictException(
                        "there is a campaign " + submission.campaign() + " already; give this one another name");
            }
            campaigns.insert(
                    db,
                    new CampaignTable.NewCampaign(
                            submission.campaign(), submission.tree(), submission.base(), submission.key()));
            campaigns.log(db, submission.campaign(), "Submitted", 0, "");
            return true;
        });
    }

    /** Returns campaigns, the one made last first. */
    public List<StoredCampaign> campaigns(int limit, int offset) {
        return jdbi.withHandle(db -> campaigns.all(db, limit, offset));
    }

    /** Counts the campaigns. */
    public int count() {
        return jdbi.withHandle(campaigns::count);
    }

    /** Returns the campaigns that are not done, the one made first first. */
    public List<StoredCampaign> unfinished() {
        return jdbi.withHandle(campaigns::unfinished);
    }

    /**
     * Finds a campaign.
     *
     * @throws NoSuchCampaignException if there is none of that name
     */
    public StoredCampaign campaign(String id) {
        return jdbi.withHandle(db -> find(db, id));
    }

    private StoredCampaign find(Handle db, String id) {
        return campaigns.find(db, id).orElseThrow(() -> new NoSuchCampaignException(id));
    }

    /**
     * Has a campaign begin nothing more until it is resumed.
     *
     * @throws ConflictException if it is done, or on its way to its end
     */
    public void pause(String id) {
        change(id, Wish.PAUSE);
    }

    /**
     * Has a campaign go on that was paused, or that met trouble; one on its way to its end goes on towards it after trouble.
     *
     * @throws ConflictException if it is done, or on its way to its end without trouble
     */
    public void resume(String id) {
        change(id, Wish.RUN);
    }

    /**
     * Has a campaign finish its round, relax the best, and be done.
     *
     * @throws ConflictException if it is done or being cancelled
     */
    public void stop(String id) {
        change(id, Wish.STOP);
    }

    /**
     * Has a campaign end its jobs and be done without a result; one without jobs is done at once.
     *
     * @throws ConflictException if it is done
     */
    public void cancel(String id) {
        change(id, Wish.CANCEL);
    }

    private void change(String id, Wish asked) {
        jdbi.useTransaction(db -> {
            StoredCampaign stored = find(db, id);
            if (stored.state().phase() == Phase.DONE) {
                throw new ConflictException("the campaign " + id + " is done: "
                        + Objects.requireNonNull(stored.state().exit()).sentence());
            }
            boolean ending = stored.wish().compareTo(Wish.STOP) >= 0;
            boolean afterTrouble = asked == Wish.RUN && !stored.trouble().isEmpty();
            Wish wish = ending && afterTrouble ? stored.wish() : asked;
            if (ending && wish.compareTo(stored.wish()) < 0) {
                throw new ConflictException(
                        "the campaign " + id + " is to " + (stored.wish() == Wish.STOP ? "stop" : "be cancelled")
                                + " already, which cannot be taken back");
            }
            if (stored.wish() != wish || !stored.trouble().isEmpty()) {
                campaigns.wish(db, id, wish);
                AlertTable.end(db, "campaign/" + id + "/", clock.millis());
                campaigns.log(db, id, "Wish", stored.state().round(), wish.name());
            }
            // nobody is needed for it, and nobody may be able to: its site may be what is wrong
            if (wish == Wish.CANCEL && CalculationTable.openJobs(db, id) == 0) {
                campaigns.abandon(db, id);
                CampaignState cancelled = CampaignMachine.cancelled(stored.state());
                campaigns.update(db, id, cancelled);
                AlertTable.step(db, id, stored.state(), cancelled, clock.instant());
                campaigns.logStep(db, id, "Cancelled", "no jobs", stored.state(), cancelled);
            }
        });
    }

    /**
     * Changes budgets of a campaign; they hold from the end of the round on.
     *
     * @return all that were changed so far
     * @throws ConflictException if it is done
     */
    public BudgetChanges changeBudgets(String id, BudgetChanges changes) {
        return jdbi.inTransaction(db -> {
            StoredCampaign stored = find(db, id);
            if (stored.state().phase() == Phase.DONE) {
                throw new ConflictException("the campaign " + id + " is done, its budgets do not matter any more");
            }
            BudgetChanges all = stored.budgets().then(changes);
            campaigns.budgets(db, id, all);
            campaigns.log(db, id, "Budgets", stored.state().round(), all.shown().toString());
            return all;
        });
    }

    /** Writes down why nobody works on a campaign although it is to run: a person has to look, and to resume it. */
    public void trouble(String id, String what) {
        jdbi.useTransaction(db -> {
            StoredCampaign stored = find(db, id);
            campaigns.trouble(db, id, what);
            AlertKind kind = DiskFull.isSaidIn(what) ? AlertKind.DISK : AlertKind.TROUBLE;
            AlertTable.raise(
                    db,
                    Alert.ofCampaign(
                            kind,
                            id,
                            what + "\nNobody works on it before `polymorph resume " + id + "`.",
                            clock.instant()));
            campaigns.log(db, id, "Trouble", stored.state().round(), what);
        });
    }

    /** Counts the jobs of all campaigns that have not ended, by site and state. */
    public Map<String, Map<JobState, Integer>> openJobs() {
        return jdbi.withHandle(db -> {
            Map<String, Map<JobState, Integer>> sites = new TreeMap<>();
            db.createQuery("SELECT site, state, COUNT(*) AS n FROM job WHERE collected = 0 AND ended_at IS NULL"
                            + " GROUP BY site, state")
                    .map((rs, context) -> sites.computeIfAbsent(rs.getString("site"), none -> new TreeMap<>())
                            .put(JobState.valueOf(rs.getString("state")), rs.getInt("n")))
                    .list();
            return sites;
        });
    }

    /** Returns the core-hours that a campaign's jobs have used so far. */
    public double coreHours(String id) {
        return jdbi.withHandle(db -> CalculationTable.coreHours(db, id, clock.millis()));
    }

    /**
     * Caps the jobs on a site at the same time, in place of what its file says.
     *
     * @param maxJobs at least 0; empty takes the cap back
     */
    public void capSite(String site, OptionalInt maxJobs) {
        if (maxJobs.isPresent() && maxJobs.getAsInt() < 0) {
            throw new IllegalArgumentException("a cap must not be below zero, found " + maxJobs.getAsInt());
        }
        jdbi.useTransaction(db -> {
            db.createUpdate("DELETE FROM site_cap WHERE site = :site")
                    .bind("site", site)
                    .execute();
            if (maxJobs.isPresent()) {
                db.createUpdate("INSERT INTO site_cap (site, max_jobs) VALUES (:site, :most)")
                        .bind("site", site)
                        .bind("most", maxJobs.getAsInt())
                        .execute();
            }
        });
    }

    /** Returns the caps that were changed, by site. */
    public SortedMap<String, Integer> siteCaps() {
        return jdbi.withHandle(db -> {
            SortedMap<String, Integer> caps = new TreeMap<>();
            db.createQuery("SELECT site, max_jobs FROM site_cap")
                    .map((rs, context) -> Map.entry(rs.getString("site"), rs.getInt("max_jobs")))
                    .forEach(cap -> caps.put(cap.getKey(), cap.getValue()));
            return caps;
        });
    }
}
