package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.store.AlertBook.Due;
import org.polymorph.engine.store.AlertBook.Receiver;

@ParameterizedClass
@EnumSource(Store.class)
class AlertBookTest {
    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    private final Hands hands = new Hands();
    private Database database;
    private AlertBook book;
    private CampaignControl control;

    @BeforeEach
    void open() {
        database = store.open(directory);
        book = new AlertBook(database, hands);
        control = new CampaignControl(database, hands);
        book.admit("ops");
        control.submit(new CampaignControl.Submission("si2", Map.of("campaign", "si2"), "", Optional.empty()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Optional<Due> due(AlertKind... kinds) {
        EnumSet<AlertKind> wanted = EnumSet.allOf(AlertKind.class);
        if (kinds.length > 0) {
            wanted.clear();
            wanted.addAll(java.util.List.of(kinds));
        }
        return book.due(book.receiver("ops"), wanted);
    }

    @Test
    void trouble_is_told_once_until_the_campaign_is_resumed_and_fails_again() {
        control.trouble("si2", "pw.x cannot be started");
        control.trouble("si2", "pw.x cannot be started");
        Due first = due().orElseThrow();
        assertThat(first.alert().kind()).isEqualTo(AlertKind.TROUBLE);
        assertThat(first.alert().campaign()).contains("si2");
        assertThat(first.alert().message()).startsWith("pw.x cannot be started");
        book.delivered("ops", first);
        assertThat(due()).isEmpty();

        control.resume("si2");
        assertThat(book.standing("campaign/")).isEmpty();
        hands.now = hands.now.plus(Duration.ofMinutes(10));
        control.trouble("si2", "pw.x cannot be started");
        assertThat(due()).as("the same within the hour").isEmpty();
        assertThat(book.standing("campaign/")).containsExactly("campaign/si2/trouble");

        control.resume("si2");
        hands.now = hands.now.plus(Duration.ofHours(2));
        control.trouble("si2", "no space left on device");
        assertThat(due().orElseThrow().alert().kind()).isEqualTo(AlertKind.DISK);
    }

    @Test
    void the_end_of_a_campaign_ends_what_stood_and_is_told() {
        control.trouble("si2", "nothing works");
        control.cancel("si2");
        book.delivered("ops", due().orElseThrow());
        Due end = due().orElseThrow();
        assertThat(end.alert().kind()).isEqualTo(AlertKind.ENDED);
        assertThat(end.alert().message()).contains("cancelled");
        assertThat(book.standing("")).isEmpty();
    }

    @Test
    void a_receiver_begins_with_what_happens_after_it_came_and_gets_its_kinds_in_order() {
        control.trouble("si2", "before");
        book.admit("late");
        assertThat(book.due(book.receiver("late"), EnumSet.allOf(AlertKind.class)))
                .isEmpty();
        book.tell(Alert.ofSite(AlertKind.SITE, "hpc1", "does not answer", hands.now));
        book.tell(Alert.ofSite(AlertKind.LOGIN, "hpc1", "refused", hands.now));

        assertThat(due(AlertKind.LOGIN).orElseThrow().alert().message()).isEqualTo("refused");
        assertThat(due(AlertKind.LOGIN, AlertKind.SITE).orElseThrow().alert().message())
                .isEqualTo("does not answer");
        assertThat(due().orElseThrow().alert().message()).startsWith("before");
    }

    @Test
    void a_failure_is_kept_with_the_place_where_it_goes_on() {
        book.tell(Alert.ofDaemon(AlertKind.LEASE, "taken over", hands.now));
        Receiver before = book.receiver("ops");
        book.failed(before, hands.now.plusSeconds(5), "answered 503");
        Receiver after = book.receiver("ops");
        assertThat(after.failures()).isEqualTo(1);
        assertThat(after.position()).isEqualTo(before.position());
        assertThat(after.nextAt()).isEqualTo(hands.now.plusSeconds(5));
        book.admit("ops");
        assertThat(book.receiver("ops")).isEqualTo(after);
        book.delivered("ops", due().orElseThrow());
        assertThat(book.receiver("ops").problem()).isEmpty();
        assertThat(book.receiver("ops").waiting()).isZero();
    }
}
