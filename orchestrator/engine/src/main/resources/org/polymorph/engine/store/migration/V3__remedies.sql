-- What followed an attempt at a calculation that failed in a known way, and candidates that are not calculated again.

CREATE TABLE remedy (
    campaign    VARCHAR(64) NOT NULL,
    calculation VARCHAR(40) NOT NULL,
    attempt     INTEGER NOT NULL,         -- counts the failures of this calculation, from 1
    job         VARCHAR(120) NOT NULL,    -- that failed
    failure     VARCHAR(40) NOT NULL,     -- FailureKind
    detail      TEXT NOT NULL,            -- what happened, with the line that says so
    remedy      TEXT NOT NULL,            -- row and step of the table of repairs and what was changed, as JSON
    counted     INTEGER NOT NULL,         -- 1 where it was taken from the candidate's budget
    object      VARCHAR(64),              -- the structure that the next attempt begins with; NULL: the same again
    position    INTEGER,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (campaign, calculation, attempt),
    FOREIGN KEY (campaign, calculation) REFERENCES calculation (campaign, id)
);

ALTER TABLE candidate ADD COLUMN rejected TEXT; -- why it is not calculated again; NULL while it may be
