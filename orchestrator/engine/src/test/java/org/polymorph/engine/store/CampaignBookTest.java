package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.batch.JobState;

@ParameterizedClass
@EnumSource(Store.class)
class CampaignBookTest extends CampaignBookCase {
    @Test
    void packs_the_labels_of_a_round_into_jobs() {
        generateAndSelect();

        assertThat(book.openJobs())
                .extracting(JobRow::calculations)
                .containsExactlyInAnyOrder(List.of("r00-c0000", "r00-c0001"), List.of("r00-c0002"));
        assertThat(book.openJobs()).allMatch(job -> job.token().matches("pm-si2-[a-z2-7]{26}"));
    }

    @Test
    void trains_when_the_last_job_of_a_round_has_ended() {
        generateAndSelect();
        assertThat(book.pendingCommands()).isEmpty();

        labelAll();

        assertThat(next().kind()).isEqualTo(CommandKind.TRAIN);
        assertThat(book.reader().labels()).extracting("id").containsExactly("r00-c0000", "r00-c0001", "r00-c0002");
    }

    @Test
    void structures_and_energies_come_back_to_the_last_bit() {
        generateAndSelect();
        labelAll();

        assertThat(book.reader().frames(-1).get(1).structure().cartesian())
                .containsExactly(structure(3.2).cartesian());
        assertThat(book.reader().labels().get(0).evaluation().energy()).isEqualTo(-4.0);
    }

    @Test
    void what_is_left_out_stays_in_the_books_and_is_no_more_in_the_pool() {
        book = book(new CampaignMachine("si2", 5, 100, 2, 2, false, true));
        book.completeGenerate(
                next(),
                List.of(
                        new Proposal(structure(3.1), "random"),
                        new Proposal(structure(3.2), "random").leftOut("too high"),
                        new Proposal(structure(3.3), "random")));
        assertThat(book.reader().frames(-1)).extracting("candidate").containsExactly("c0000", "c0002");
        assertThat(book.reader().campaign().orElseThrow().state().candidates()).isEqualTo(2);

        book.completeSelect(next(), List.of(new Choice("c0000", structure(3.1)), new Choice("c0002", structure(3.3))));
        labelAll();
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        Command propose = next();
        PoolChange change = new PoolChange(
                List.of(
                        new Proposal(structure(3.4), "random"),
                        new Proposal(structure(3.5), "random").leftOut("higher")),
                Map.of("c0002", "high"),
                "",
                "2 of 4 left out");
        book.completePropose(propose, change);
        book.completePropose(propose, change);

        assertThat(book.reader().frames(-1)).extracting("candidate").containsExactly("c0000", "c0003");
        assertThat(book.reader().campaign().orElseThrow().state().candidates()).isEqualTo(2);
        assertThat(book.reader().labels()).hasSize(2);
        assertThat(book.reader().rejected())
                .containsExactly(
                        Map.entry("c0001", "too high"), Map.entry("c0002", "high"), Map.entry("c0004", "higher"));
        assertThat(book.reader().history("c0001"))
                .singleElement()
                .extracting("outcome")
                .isEqualTo("left-out");
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("PoolFiltered"))
                .extracting("detail")
                .containsExactly("1 of 3 left out", "2 of 4 left out");
    }

    @Test
    void telling_the_same_twice_changes_nothing() {
        Command generate = next();
        book.completeGenerate(generate, List.of(new Proposal(structure(3), "random")));
        book.completeGenerate(generate, List.of(new Proposal(structure(3), "random"), new Proposal(structure(4), "x")));
        assertThat(book.reader().frames(-1)).hasSize(1);

        book.completeSelect(next(), List.of(new Choice("c0000", structure(3))));
        String token = book.openJobs().get(0).token();
        book.collectJob(ended(token, JobState.LOST), List.of(failure()));
        book.collectJob(ended(token, JobState.COMPLETED), List.of(result(4)));
        assertThat(book.reader().jobs()).hasSize(2);
    }

    @Test
    void a_reopened_book_goes_on_where_it_was() {
        generateAndSelect();
        database.close();
        database = store.open(directory);
        book = book();
        book.start(Map.of("campaign", "other"));

        assertThat(book.reader().campaign().orElseThrow().spec()).containsEntry("campaign", "si2");
        assertThat(book.openJobs()).hasSize(2);
        labelAll();
        assertThat(next().kind()).isEqualTo(CommandKind.TRAIN);
    }

    @Test
    void a_directory_is_opened_by_one_at_a_time() {
        try (DataDirectory held = DataDirectory.open(directory)) {
            assertThat(held.path()).isEqualTo(directory);
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectory.open(directory).close();
    }

    @Test
    void an_object_whose_content_has_changed_is_refused() throws Exception {
        ObjectStore objects = DataDirectory.objects(directory);
        String hash = objects.put(file -> Files.writeString(file, "abc"));
        assertThat(hash).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2
        Files.writeString(objects.get(hash), "abd");

        assertThatThrownBy(() -> objects.get(hash)).hasMessageContaining("expected content");
    }
}
