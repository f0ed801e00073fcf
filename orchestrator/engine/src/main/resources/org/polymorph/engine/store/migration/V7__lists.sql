-- What lists show of structures, so that no list reads object files; NULL in rows of earlier versions. Indices of lists.

ALTER TABLE frame ADD COLUMN volume DOUBLE PRECISION;          -- per atom, Å³
ALTER TABLE calculation ADD COLUMN atoms INTEGER;              -- in the structure that came back
ALTER TABLE calculation ADD COLUMN max_force DOUBLE PRECISION; -- eV/Å
ALTER TABLE calculation ADD COLUMN volume DOUBLE PRECISION;    -- per atom, Å³

CREATE INDEX frame_round ON frame (campaign, round, outcome);
CREATE INDEX calculation_count ON calculation (campaign, purpose, state, round);
CREATE INDEX calculation_candidate ON calculation (campaign, candidate);
CREATE INDEX job_newest ON job (campaign, created_at, token);
CREATE INDEX event_time ON event (at);
CREATE INDEX job_event_time ON job_event (at);
CREATE INDEX campaign_changed ON campaign (updated_at);
CREATE INDEX job_started ON job (started_at);
