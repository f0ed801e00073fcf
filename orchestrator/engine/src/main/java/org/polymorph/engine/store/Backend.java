package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Where the rows of a database lie, and what differs from one such place to the other. */
interface Backend {
    /**
     * Attribute of SQL templates: what is put behind a SELECT whose row is changed later in the transaction. Empty where
     * transactions that write come one after the other anyway, and outside of them.
     */
    String FOR_UPDATE = "forUpdate";

    /** Returns what people know the place by, without any secret. */
    String place();

    /** Opens connections. */
    HikariDataSource pool(boolean readOnly);

    /** Returns how the tables are brought to the newest schema. */
    FluentConfiguration migrations(HikariDataSource pool);

    /** Returns access whose transactions may write. */
    Jdbi writing(HikariDataSource pool, Fence fence);

    /** Returns access whose transactions see one state of the whole database and write nothing. */
    Jdbi reading(HikariDataSource pool, Jdbi writing);

    /** Returns whether the tables of this program are there. */
    boolean hasTables(Handle db);
}
