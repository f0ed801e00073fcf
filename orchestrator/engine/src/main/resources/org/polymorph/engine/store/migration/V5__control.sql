-- What people ask of campaigns while they run, many of them in one database. Plain SQL for SQLite and PostgreSQL.

ALTER TABLE campaign ADD COLUMN wish VARCHAR(10) NOT NULL DEFAULT 'RUN'; -- RUN, PAUSE, STOP, CANCEL
ALTER TABLE campaign ADD COLUMN budgets TEXT;             -- BudgetChanges as JSON; NULL: as the settings say
ALTER TABLE campaign ADD COLUMN trouble TEXT;             -- why nobody works on it although it is to run; NULL: nothing
ALTER TABLE campaign ADD COLUMN base TEXT;                -- directory that relative paths in its settings start from
ALTER TABLE campaign ADD COLUMN submission VARCHAR(200);  -- idempotency key of who submitted it
CREATE UNIQUE INDEX campaign_submission ON campaign (submission);

-- Schedulers of several sites keep their books in one database; '' in a directory of one campaign of an earlier version.
ALTER TABLE tracked_job ADD COLUMN site VARCHAR(120) NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN site VARCHAR(120) NOT NULL DEFAULT '';

-- For the budget of core-hours.
ALTER TABLE job ADD COLUMN cores INTEGER NOT NULL DEFAULT 1;
ALTER TABLE job ADD COLUMN started_at BIGINT;             -- when it was first seen to run
CREATE INDEX job_campaign_state ON job (campaign, state);

-- Caps changed while a daemon runs.
CREATE TABLE site_cap (
    site        VARCHAR(120) PRIMARY KEY,
    max_jobs    INTEGER NOT NULL          -- jobs on the site at the same time
);
