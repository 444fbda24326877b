-- What became true, in order. Rows are added at the end and never touched again.
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY, -- 1, 2, 3 ... without a gap
    incident INTEGER NOT NULL,    -- 0: belongs to none
    at INTEGER NOT NULL,          -- milliseconds since 1970, UTC
    type TEXT NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL            -- SHA-256 of the row before and of this row: see README.md
) STRICT;

CREATE INDEX event_by_incident ON event (incident, sequence);

-- Drawn from the events in the same transaction, so that a restart need not read all of them.
CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    closed INTEGER NOT NULL
) STRICT;

CREATE INDEX incident_open ON incident (id) WHERE closed = 0;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- Also refuses INSERT OR REPLACE, which would remove a row without asking the trigger above.
CREATE TRIGGER event_comes_next BEFORE INSERT ON event
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM event)
BEGIN
    SELECT RAISE(ABORT, 'the journal has no gaps and is append-only');
END;
