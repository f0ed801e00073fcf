package org.polymorph.surrogate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterIdentitiesTest {

    private static Cluster cluster(String id, double energy, String... members) {
        return new Cluster(id, List.of(members), energy);
    }

    @Test
    void a_cluster_keeps_its_name_while_members_come_and_go() {
        List<Cluster> before = List.of(cluster("c-a", -4, "a", "b", "c"), cluster("c-d", -3, "d", "e"));
        List<Cluster> now = List.of(cluster("c-x", -4.1, "x", "b", "c", "e"), cluster("c-d", -3, "d"));
        assertThat(ClusterIdentities.carry(before, now)).extracting(Cluster::id).containsExactly("c-a", "c-d");
    }

    @Test
    void of_the_parts_of_a_split_cluster_the_largest_keeps_the_name_and_names_stay_unique() {
        List<Cluster> before = List.of(cluster("c-a", -4, "a", "b", "c", "d"));
        List<Cluster> now = List.of(cluster("c-a", -4, "a"), cluster("c-b", -3.9, "b", "c", "d"));
        assertThat(ClusterIdentities.carry(before, now)).extracting(Cluster::id).containsExactly("c-a-2", "c-a");
    }

    @Test
    void of_two_merged_clusters_the_one_with_more_members_gives_the_name() {
        List<Cluster> before = List.of(cluster("c-a", -4, "a"), cluster("c-b", -3.9, "b", "c"));
        List<Cluster> now = List.of(cluster("c-a", -4, "a", "b", "c"));
        assertThat(ClusterIdentities.carry(before, now)).extracting(Cluster::id).containsExactly("c-b");
    }

    @Test
    void clusters_without_common_members_are_matched_by_distance_within_the_limit() {
        List<Cluster> before = List.of(cluster("c-a", -4, "a"), cluster("c-b", -3, "b"));
        List<Cluster> now = List.of(cluster("c-x", -4, "x"), cluster("c-y", -3, "y"));
        List<Cluster> carried = ClusterIdentities.carry(
                before, now, (p, c) -> p.id().equals("c-b") && c.id().equals("c-x") ? 0.1 : 0.9, 0.5);
        assertThat(carried).extracting(Cluster::id).containsExactly("c-b", "c-y");
    }
}
