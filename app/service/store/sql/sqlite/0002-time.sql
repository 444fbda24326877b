-- What came since a time, whatever the clock did in between.
CREATE INDEX event_by_time ON event (at);
