-- What a person should know of, and which receivers were told. Plain SQL for SQLite and PostgreSQL. Times are milliseconds since
-- 1970-01-01 UTC.

-- Written in one transaction with what it tells of.
CREATE TABLE alert (
    seq         BIGINT PRIMARY KEY,       -- in the order of their commits
    id          VARCHAR(40) NOT NULL,     -- by which receivers know one that comes twice
    at          BIGINT NOT NULL,
    kind        VARCHAR(20) NOT NULL,     -- AlertKind
    subject     VARCHAR(255) NOT NULL,    -- what it is about: of one subject one alert stands at a time
    campaign    VARCHAR(64),
    site        VARCHAR(120),
    message     TEXT NOT NULL,
    ended_at    BIGINT                    -- when what it tells of was over; NULL while it lasts
);
CREATE INDEX alert_subject ON alert (subject, seq);
CREATE INDEX alert_standing ON alert (ended_at);

-- Who is told, in the order of the alerts.
CREATE TABLE alert_receiver (
    name        VARCHAR(120) PRIMARY KEY,
    position    BIGINT NOT NULL,          -- alerts up to this one were delivered, or are not for it
    failures    INTEGER NOT NULL,         -- attempts in a row that failed
    next_at     BIGINT NOT NULL,          -- no attempt before
    problem     TEXT NOT NULL             -- what was wrong with the last one; empty where nothing was
);

CREATE INDEX job_ended ON job (campaign, ended_at);

-- What a step of a campaign's state machine led from and to; NULL in rows of earlier versions and for what is no step.
ALTER TABLE event ADD COLUMN from_phase VARCHAR(20);
ALTER TABLE event ADD COLUMN to_phase VARCHAR(20);
