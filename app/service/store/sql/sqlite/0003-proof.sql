-- How a row is hashed, and when it came by a clock that nobody sets: see README.md.
ALTER TABLE event ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
ALTER TABLE event ADD COLUMN monotonic INTEGER NOT NULL DEFAULT 0; -- nanoseconds since the computer started
ALTER TABLE event ADD COLUMN boot BLOB NOT NULL DEFAULT x'';       -- which start of the computer that was

-- What the chain of this file goes on from when it does not begin with sequence 1: one row, or none.
CREATE TABLE beginning (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL, -- the first event has the next one
    incident INTEGER NOT NULL, -- the first incident has a higher number
    hash BLOB NOT NULL,        -- what the first event is tied to: the last readable one of the file before
    at INTEGER NOT NULL,
    file TEXT NOT NULL         -- the name of the file before
) STRICT;

-- Signed words on how long the chain was and how it ended.
CREATE TABLE checkpoint (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER checkpoint_is_never_removed BEFORE DELETE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER checkpoint_comes_later BEFORE INSERT ON checkpoint
WHEN NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM checkpoint)
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER beginning_is_never_changed BEFORE UPDATE ON beginning
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER beginning_is_never_removed BEFORE DELETE ON beginning
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER beginning_comes_first BEFORE INSERT ON beginning
WHEN EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM beginning)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER event_comes_next;
CREATE TRIGGER event_comes_next BEFORE INSERT ON event
WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM event), (SELECT sequence FROM beginning), 0) + 1
BEGIN
    SELECT RAISE(ABORT, 'the journal has no gaps and is append-only');
END;
