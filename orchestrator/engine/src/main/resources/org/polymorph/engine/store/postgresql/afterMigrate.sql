-- SQLite takes no notice of the length of a VARCHAR and compares texts byte by byte; so does PostgreSQL after this. A campaign
-- is the same then wherever its rows lie, whatever language the server speaks. Runs after each migration; columns that are so
-- already stay untouched. Quartz keeps tables of its own here.
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type IN ('character varying', 'text')
            AND (data_type <> 'text' OR collation_name IS DISTINCT FROM 'C')
            AND table_name <> 'flyway_schema_history' AND table_name NOT LIKE 'qrtz%'
            AND table_name IN (
                SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema())
        ORDER BY table_name, ordinal_position
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE "C"', found.table_name, found.column_name);
    END LOOP;
END
$$;
