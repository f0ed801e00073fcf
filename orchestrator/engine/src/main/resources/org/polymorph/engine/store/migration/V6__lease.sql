-- Which of several processes works on the campaigns. Plain SQL for SQLite and PostgreSQL. Times are milliseconds since
-- 1970-01-01 UTC by the clock of the database.

CREATE TABLE lease (
    name        VARCHAR(40) PRIMARY KEY,
    token       BIGINT NOT NULL,          -- counts holders; what is written under an earlier one is refused
    host        VARCHAR(255),             -- of the holder; NULL once it was given back
    pid         BIGINT,
    since       BIGINT NOT NULL,
    expires     BIGINT NOT NULL,          -- unless it is renewed before
    duration    BIGINT NOT NULL           -- milliseconds from a renewal to the end
);
INSERT INTO lease (name, token, since, expires, duration) VALUES ('campaigns', 0, 0, 0, 0);
