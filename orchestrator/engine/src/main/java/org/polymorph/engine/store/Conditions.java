package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.polymorph.engine.store.Page.Range;

/** What the rows of a list have in common: a {@code WHERE} clause and its values, for counting and for reading alike. */
final class Conditions {
    private final List<String> parts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Demands that a column has a value. */
    Conditions is(String column, Object value) {
        String name = "value" + values.size();
        parts.add(column + " = :" + name);
        values.put(name, value);
        return this;
    }

    /** Demands that a column has a value, where one is given. */
    Conditions is(String column, Optional<?> value) {
        value.ifPresent(given -> is(column, given));
        return this;
    }

    /** Demands more, in SQL without values. */
    Conditions and(String condition) {
        parts.add(condition);
        return this;
    }

    private String where() {
        return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    /** Counts the rows of a table. */
    long count(Handle db, String from) {
        return db.createQuery("SELECT COUNT(*) FROM " + from + where())
                .bindMap(values)
                .mapTo(Long.class)
                .one();
    }

    /** Reads rows; {@code select} ends before the {@code WHERE}, {@code order} follows {@code ORDER BY}. */
    Query rows(Handle db, String select, String order) {
        return db.createQuery(select + where() + " ORDER BY " + order).bindMap(values);
    }

    /** Reads the rows of a page. */
    Query rows(Handle db, String select, String order, Range range) {
        return db.createQuery(select + where() + " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                .bindMap(values)
                .bind("limit", range.limit())
                .bind("offset", range.offset());
    }
}
