package org.polymorph.engine.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What lies in a backup, as its first entry tells: {@value #NAME}.
 *
 * @param format of this list and of the files
 * @param schema version of the tables
 * @param created when, as ISO 8601
 * @param tables what lies in {@code tables/NAME.jsonl}, those that others refer to first
 * @param objects hashes of the objects that lie in {@code objects/}
 * @param missing hashes of objects that rows refer to but that could not be saved, with the reason
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record BackupManifest(
        int format,
        String schema,
        String created,
        List<Table> tables,
        List<String> objects,
        Map<String, String> missing) {
    static final String NAME = "polymorph-backup.json";
    static final int FORMAT = 1;

    /** A table: one JSON object a line, keys are its columns. */
    record Table(String name, long rows, String sha256) {
        String entry() {
            return "tables/" + name + ".jsonl";
        }
    }

    /** Returns how many rows there are in all tables. */
    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** Returns where an object lies in the archive. */
    static String entry(String hash) {
        return "objects/" + hash.substring(0, 2) + "/" + hash.substring(2);
    }
}
