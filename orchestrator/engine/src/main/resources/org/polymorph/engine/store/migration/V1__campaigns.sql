-- Campaigns, what they have to do next, and everything they have found. Plain SQL for SQLite and PostgreSQL.
-- Times are milliseconds since 1970-01-01 UTC. Structures lie in object files named by their SHA-256; a row
-- holds the hash and the number of the frame within.

CREATE TABLE campaign (
    id          VARCHAR(64) PRIMARY KEY,
    spec        TEXT NOT NULL,            -- the settings in force, as JSON
    state       TEXT NOT NULL,            -- CampaignState as JSON
    version     BIGINT NOT NULL,          -- counts transitions
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);

CREATE TABLE command (
    id          VARCHAR(120) PRIMARY KEY, -- campaign/kind/round/part: the idempotency key
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    kind        VARCHAR(20) NOT NULL,
    round       INTEGER NOT NULL,
    part        INTEGER NOT NULL,
    seq         BIGINT NOT NULL,          -- order of issue
    state       VARCHAR(10) NOT NULL,     -- PENDING, DONE
    created_at  BIGINT NOT NULL,
    done_at     BIGINT
);
CREATE INDEX command_pending ON command (campaign, state, seq);

CREATE TABLE event (
    seq         BIGINT NOT NULL,
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    at          BIGINT NOT NULL,
    kind        VARCHAR(40) NOT NULL,
    round       INTEGER NOT NULL,
    detail      TEXT NOT NULL,
    PRIMARY KEY (campaign, seq)
);

CREATE TABLE candidate (
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    id          VARCHAR(20) NOT NULL,
    origin      VARCHAR(200) NOT NULL,    -- generator or file that it came from
    PRIMARY KEY (campaign, id)
);

-- Where a candidate stood after a round of relaxation; round -1 is the structure as generated.
CREATE TABLE frame (
    campaign    VARCHAR(64) NOT NULL,
    candidate   VARCHAR(20) NOT NULL,
    round       INTEGER NOT NULL,
    object      VARCHAR(64) NOT NULL,
    position    INTEGER NOT NULL,
    energy      DOUBLE PRECISION,         -- enthalpy per atom, eV; with the model of that round
    max_force   DOUBLE PRECISION,         -- eV/Å
    energy_std  DOUBLE PRECISION,         -- per atom, eV
    force_std   DOUBLE PRECISION,         -- eV/Å
    outcome     VARCHAR(20) NOT NULL,
    steps       INTEGER NOT NULL,
    cluster     VARCHAR(20),
    PRIMARY KEY (campaign, candidate, round),
    FOREIGN KEY (campaign, candidate) REFERENCES candidate (campaign, id)
);

CREATE TABLE round (
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    round       INTEGER NOT NULL,
    model       VARCHAR(64),              -- object of the trained surrogate
    training    TEXT,                     -- summary of the model as JSON
    verdict     TEXT,                     -- what the stopping rule said
    stopped     INTEGER,                  -- 1 where it held
    PRIMARY KEY (campaign, round)
);

CREATE TABLE cluster (
    campaign    VARCHAR(64) NOT NULL,
    round       INTEGER NOT NULL,
    rank        INTEGER NOT NULL,         -- 1 is the lowest
    id          VARCHAR(20) NOT NULL,     -- stable from round to round
    candidate   VARCHAR(20) NOT NULL,     -- its lowest member
    energy      DOUBLE PRECISION NOT NULL,
    size        INTEGER NOT NULL,
    PRIMARY KEY (campaign, round, rank),
    FOREIGN KEY (campaign, round) REFERENCES round (campaign, round)
);

-- One structure handed to the DFT code: a label of a round, or a stage of a final relaxation.
CREATE TABLE calculation (
    campaign    VARCHAR(64) NOT NULL,
    id          VARCHAR(40) NOT NULL,
    purpose     VARCHAR(10) NOT NULL,     -- LABEL, FINAL
    round       INTEGER NOT NULL,
    candidate   VARCHAR(20) NOT NULL,
    stage       INTEGER NOT NULL,
    input_set   VARCHAR(40) NOT NULL,
    object      VARCHAR(64) NOT NULL,     -- the structure as sent
    position    INTEGER NOT NULL,
    job         VARCHAR(120),
    job_position INTEGER,
    state       VARCHAR(10) NOT NULL,     -- PLANNED, DONE, FAILED
    result_object   VARCHAR(64),          -- the structure as it came back, with energy, forces, stress
    result_position INTEGER,
    energy      DOUBLE PRECISION,         -- of the cell, eV
    converged   INTEGER,
    ionic_steps INTEGER,
    failure     VARCHAR(40),
    detail      TEXT,
    PRIMARY KEY (campaign, id),
    FOREIGN KEY (campaign, candidate) REFERENCES candidate (campaign, id)
);
CREATE INDEX calculation_job ON calculation (job);

CREATE TABLE job (
    token       VARCHAR(120) PRIMARY KEY,
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    round       INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    state       VARCHAR(12) NOT NULL,     -- JobState
    collected   INTEGER NOT NULL,         -- 1 once its outcomes are in calculation
    scheduler_id    VARCHAR(60) NOT NULL,
    scheduler_word  VARCHAR(60) NOT NULL,
    exit_code   INTEGER,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX job_open ON job (campaign, collected);

CREATE TABLE result (
    campaign    VARCHAR(64) NOT NULL REFERENCES campaign (id),
    rank        INTEGER NOT NULL,
    candidate   VARCHAR(20) NOT NULL,
    calculation VARCHAR(40) NOT NULL,
    object      VARCHAR(64) NOT NULL,
    position    INTEGER NOT NULL,
    energy      DOUBLE PRECISION NOT NULL, -- enthalpy per atom, eV
    volume      DOUBLE PRECISION NOT NULL, -- per atom, Å³
    max_force   DOUBLE PRECISION NOT NULL,
    converged   INTEGER NOT NULL,
    duplicates  INTEGER NOT NULL,          -- other final structures that are the same
    PRIMARY KEY (campaign, rank)
);
