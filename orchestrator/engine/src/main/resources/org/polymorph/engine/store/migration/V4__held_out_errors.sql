-- How far the surrogate of the last round was off on the labels of a round, which it had not seen: JSON; NULL where unknown.

ALTER TABLE round ADD COLUMN held_out TEXT;
