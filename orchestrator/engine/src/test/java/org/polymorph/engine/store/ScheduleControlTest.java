package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;
import org.polymorph.engine.store.ScheduleControl.NoSuchScheduleException;
import org.polymorph.engine.store.ScheduleControl.Turn;
import org.polymorph.engine.timing.ScheduleTicks;

@ParameterizedClass
@EnumSource(Store.class)
class ScheduleControlTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant NIGHT = Instant.parse("2026-11-26T22:00:00Z");

    @TempDir
    private Path directory;

    @Parameter
    private Store store = Store.SQLITE;

    private final Hands hands = new Hands();
    private Database database;
    private ScheduleControl schedules;
    private CampaignControl campaigns;

    @BeforeEach
    void open() {
        hands.now = NIGHT.minusSeconds(3600);
        database = store.open(directory);
        schedules = new ScheduleControl(database, hands);
        campaigns = new CampaignControl(database, hands);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static NewSchedule schedule(String name, MisfirePolicy misfire, OverlapPolicy overlap) {
        return new NewSchedule(
                name, "@nightly", "UTC", misfire, overlap, Map.of("campaign", "si8", "seed", 7), "/base");
    }

    private List<String> turn(Instant... times) {
        Turn turn = new Turn(List.of(times), hands.now, "");
        return schedules.turn("night", row -> turn);
    }

    private void finish(String campaign) {
        CampaignBook book = new CampaignBook(
                new CampaignRules(
                        new CampaignMachine(campaign, 5, 100, 2, 100),
                        1,
                        1,
                        "static",
                        List.of("relax"),
                        1,
                        Duration.ofHours(1000),
                        1e9,
                        "hpc1",
                        4,
                        RetryBudgets.DEFAULT,
                        0),
                database,
                DataDirectory.objects(directory),
                hands);
        book.start(Map.of());
        campaigns.cancel(campaign);
        book.cancelled();
    }

    private List<String> names() {
        return campaigns.campaigns(1000, 0).stream()
                .map(StoredCampaign::id)
                .sorted()
                .toList();
    }

    @Test
    void a_time_makes_one_campaign_however_often_its_turn_comes() {
        schedules.add(schedule("night", MisfirePolicy.ONCE, OverlapPolicy.ALLOW));

        assertThat(turn(NIGHT)).containsExactly("night-20261126-2200");
        assertThat(turn(NIGHT)).isEmpty();
        assertThat(turn(NIGHT.plusSeconds(1))).containsExactly("night-20261126-220001");

        StoredCampaign campaign = campaigns.campaign("night-20261126-2200");
        assertThat(campaign.spec()).isEqualTo(Map.of("campaign", "night-20261126-2200", "seed", 7));
        assertThat(campaign.base()).isEqualTo("/base");
        assertThat(campaign.schedule()).contains("night");
        assertThat(CampaignReader.of(campaign.id(), database, directory).events())
                .extracting(LoggedEvent::kind, LoggedEvent::detail)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("Scheduled", "by night for 2026-11-26T22:00:00Z"));
        schedules.remove("night");
        schedules.add(schedule("night", MisfirePolicy.ALL, OverlapPolicy.ALLOW));
        assertThat(turn(NIGHT)).isEmpty();
        assertThat(names()).hasSize(2);
    }

    @Test
    void a_time_that_comes_too_early_goes_by_the_overlap_policy() {
        schedules.add(schedule("night", MisfirePolicy.ONCE, OverlapPolicy.SKIP));
        turn(NIGHT);
        assertThat(turn(NIGHT.plusSeconds(60))).isEmpty();
        assertThat(schedules.schedule("night").lastOutcome()).contains("night-20261126-2200 is not done");
        assertThatThrownBy(() -> schedules.run("night")).isInstanceOf(ConflictException.class);
        finish("night-20261126-2200");
        assertThat(turn(NIGHT.plusSeconds(120))).hasSize(1);

        schedules.remove("night");
        schedules.add(schedule("night", MisfirePolicy.ONCE, OverlapPolicy.QUEUE));
        hands.now = NIGHT.plusSeconds(240);
        assertThat(turn(NIGHT.plusSeconds(180), NIGHT.plusSeconds(240))).hasSize(2);
        assertThat(campaigns.campaign("night-20261126-2203").waitsFor()).contains("night-20261126-2202");
        assertThat(campaigns.campaign("night-20261126-2204").waitsFor()).contains("night-20261126-2203");
    }

    @Test
    void a_campaign_of_that_name_that_others_have_submitted_stays_theirs() {
        schedules.add(schedule("night", MisfirePolicy.ONCE, OverlapPolicy.SKIP));
        campaigns.submit(new Submission("night-20261126-2200", Map.of("seed", 1), "/", Optional.empty()));
        assertThat(turn(NIGHT)).isEmpty();
        assertThat(schedules.schedule("night").lastOutcome()).contains("which this schedule has not begun");
        assertThat(turn(NIGHT.plusSeconds(60))).hasSize(1);
    }

    @Test
    void people_pause_resume_remove_and_run() {
        schedules.add(schedule("night", MisfirePolicy.ALL, OverlapPolicy.ALLOW));
        assertThatThrownBy(() -> schedules.add(schedule("night", MisfirePolicy.ALL, OverlapPolicy.ALLOW)))
                .isInstanceOf(ConflictException.class);
        schedules.pause("night");
        assertThat(turn(NIGHT)).isEmpty();
        assertThat(schedules.run("night")).isEqualTo("night-20261126-210000");
        hands.now = NIGHT.plusSeconds(7200);
        schedules.resume("night");
        assertThat(schedules.schedule("night").seenUntil()).isEqualTo(hands.now.toEpochMilli());
        schedules.remove("night");
        assertThat(turn(NIGHT)).isEmpty();
        assertThatThrownBy(() -> schedules.run("night")).isInstanceOf(NoSuchScheduleException.class);
        assertThat(names()).hasSize(1);
        assertThatThrownBy(() -> schedule("a night", MisfirePolicy.ALL, OverlapPolicy.ALLOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_turn_that_is_cut_off_leaves_nothing() {
        schedules.add(schedule("night", MisfirePolicy.ALL, OverlapPolicy.ALLOW));
        Instant second = NIGHT.plusSeconds(60);
        assertThatThrownBy(() -> schedules.turn("night", row -> new Turn(List.of(NIGHT, second), Instant.MAX, "")))
                .isInstanceOf(ArithmeticException.class);
        assertThat(names()).isEmpty();
        assertThat(turn(NIGHT, second)).hasSize(2);
    }

    @Test
    void ticks_follow_the_clock_wherever_it_is_put_and_the_changes_of_people() {
        schedules.add(schedule("night", MisfirePolicy.ONCE, OverlapPolicy.ALLOW));
        ScheduleTicks first = new ScheduleTicks(schedules, hands);
        try {
            hands.now = NIGHT;
            await().atMost(PATIENCE).until(() -> names().equals(List.of("night-20261126-2200")));
            // a summer's clock, and then the right one
            hands.now = NIGHT.plus(Duration.ofDays(200));
            await().atMost(PATIENCE).until(() -> names().size() == 2);
            hands.now = NIGHT.minusSeconds(600);
            await().atMost(PATIENCE).until(() -> schedules.schedule("night").seenUntil() == hands.now.toEpochMilli());
            hands.now = NIGHT.plusSeconds(1);
            await().atMost(PATIENCE).until(() -> schedules.schedule("night").seenUntil() == hands.now.toEpochMilli());
            assertThat(names()).hasSize(2);
            hands.now = NIGHT.plus(Duration.ofDays(1));
            await().atMost(PATIENCE).until(() -> names().contains("night-20261127-2200"));

            schedules.add(new NewSchedule(
                    "noon", "0 12 * * *", "UTC", MisfirePolicy.ONCE, OverlapPolicy.ALLOW, Map.of(), "/"));
            schedules.pause("night");
            hands.now = Instant.parse("2026-11-29T12:00:05Z");
            await().atMost(PATIENCE).until(() -> names().contains("noon-20261129-1200"));
            assertThat(names()).hasSize(4);
        } finally {
            first.close();
        }
        // whoever comes next goes on where this one was
        hands.now = Instant.parse("2026-12-02T13:00:00Z");
        ScheduleTicks second = new ScheduleTicks(schedules, hands);
        try {
            await().atMost(PATIENCE).until(() -> names().contains("noon-20261202-1200"));
        } finally {
            second.close();
        }
        assertThat(names()).hasSize(5);
    }
}
