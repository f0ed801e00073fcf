-- What happens to jobs: those that a scheduler must not forget, and the story of each. Plain SQL for SQLite and PostgreSQL.

-- A job of a scheduler as it stands; changed in one transaction with a line of job_event.
CREATE TABLE tracked_job (
    token       VARCHAR(120) PRIMARY KEY,
    phase       VARCHAR(12) NOT NULL,     -- PLANNED, UPLOADED, QUARANTINED, SUBMITTED, ENDED
    intent      BIGINT NOT NULL,          -- when it was written down
    submissions INTEGER NOT NULL,
    quarantine_until BIGINT NOT NULL,     -- no further submission before
    scheduler_id     VARCHAR(255) NOT NULL,
    cluster     VARCHAR(120) NOT NULL,
    lost        VARCHAR(255) NOT NULL,    -- id that the cluster has lost
    resources   TEXT NOT NULL,            -- nodes, tasks, walltime in ms, memory of a task in MiB
    arrays      TEXT NOT NULL,            -- NAME/INDEX of the job arrays it was submitted in, the latest one last
    refusal     TEXT NOT NULL,
    cancelled   INTEGER NOT NULL,
    node        TEXT NOT NULL,
    changed_at  BIGINT NOT NULL,
    state       VARCHAR(12) NOT NULL,     -- JobState as last made known
    word        TEXT NOT NULL,
    exit_code   INTEGER,
    cause       VARCHAR(20) NOT NULL      -- JobCause
);

-- The story of each job: rows are added, none is changed or taken out.
CREATE TABLE job_event (
    token       VARCHAR(120) NOT NULL,
    seq         INTEGER NOT NULL,
    at          BIGINT NOT NULL,
    from_stage  VARCHAR(12) NOT NULL,     -- JobStage before; empty in the first row
    to_stage    VARCHAR(12) NOT NULL,
    cause       TEXT NOT NULL,            -- why it failed, else empty
    evidence    TEXT NOT NULL,            -- what shows it, in words
    command     VARCHAR(40),              -- kind of the command that brought it about or showed it
    command_hash     VARCHAR(64),         -- SHA-256 of its script and input
    exit_code   INTEGER,                  -- of the command; none where no answer came
    bytes_out   BIGINT,
    bytes_in    BIGINT,
    duration    BIGINT,                   -- milliseconds
    PRIMARY KEY (token, seq)
);

-- Files that went to the machine or came from it with an event.
CREATE TABLE job_file (
    token       VARCHAR(120) NOT NULL,
    seq         INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    name        VARCHAR(255) NOT NULL,
    bytes       BIGINT NOT NULL,
    hash        VARCHAR(64) NOT NULL,     -- SHA-256; empty for a file that was too large to be read again
    PRIMARY KEY (token, seq, position),
    FOREIGN KEY (token, seq) REFERENCES job_event (token, seq)
);

-- Which calculations were handed to which job, those of earlier attempts among them.
CREATE TABLE job_calculation (
    job         VARCHAR(120) NOT NULL REFERENCES job (token),
    position    INTEGER NOT NULL,
    campaign    VARCHAR(64) NOT NULL,
    calculation VARCHAR(40) NOT NULL,
    PRIMARY KEY (job, position),
    FOREIGN KEY (campaign, calculation) REFERENCES calculation (campaign, id)
);
CREATE INDEX job_calculation_job ON job_calculation (campaign, calculation);
INSERT INTO job_calculation (job, position, campaign, calculation)
    SELECT job, job_position, campaign, id FROM calculation WHERE job IS NOT NULL;

ALTER TABLE job ADD COLUMN cause VARCHAR(20) NOT NULL DEFAULT 'NONE';

-- What a calculation has used of its two budgets.
ALTER TABLE calculation ADD COLUMN infrastructure_retries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE calculation ADD COLUMN dft_retries INTEGER NOT NULL DEFAULT 0;
