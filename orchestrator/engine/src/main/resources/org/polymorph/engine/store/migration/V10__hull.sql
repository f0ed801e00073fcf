-- Height above the convex hull, eV/atom, where the composition varies; NULL where it does not and in rows of earlier versions.
-- Plain SQL for SQLite and PostgreSQL.

ALTER TABLE cluster ADD COLUMN above_hull DOUBLE PRECISION;
ALTER TABLE result ADD COLUMN above_hull DOUBLE PRECISION;
