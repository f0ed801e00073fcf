-- Campaigns that are begun again and again. Plain SQL for SQLite and PostgreSQL. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE schedule (
    name        VARCHAR(48) PRIMARY KEY,
    cron        VARCHAR(200) NOT NULL,
    zone        VARCHAR(60) NOT NULL,     -- name of the time zone
    misfire     VARCHAR(10) NOT NULL,     -- SKIP, ONCE, ALL
    overlap     VARCHAR(10) NOT NULL,     -- SKIP, QUEUE, ALLOW
    spec        TEXT NOT NULL,            -- settings of the campaigns, merged from all layers, as JSON
    base        TEXT NOT NULL,            -- directory that relative paths in them start from
    enabled     INTEGER NOT NULL,         -- 0 while it is paused
    created_at  BIGINT NOT NULL,
    seen_until  BIGINT NOT NULL,          -- times up to here have had their turn
    last_time   BIGINT,                   -- the time whose turn was last
    last_fired  BIGINT,                   -- when a campaign was last begun
    last_campaign VARCHAR(64),
    last_outcome TEXT NOT NULL
);

ALTER TABLE campaign ADD COLUMN schedule VARCHAR(48);  -- that it was begun by
ALTER TABLE campaign ADD COLUMN waits_for VARCHAR(64); -- campaign that has to be done before it is worked on
CREATE INDEX campaign_schedule ON campaign (schedule, created_at);
