-- +goose Up

-- Who records in somebody's place, up to a last day or until they are back.
CREATE TABLE absences (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    person       TEXT    NOT NULL CHECK (person <> ''),
    stand_in     TEXT    NOT NULL CHECK (stand_in <> '' AND stand_in <> person),
    until        TEXT    CHECK (until IS date(until)),
    since        TEXT    NOT NULL CHECK (since LIKE '____-__-__T__:__:__.______Z'),
    PRIMARY KEY (workspace_id, person)
) STRICT;

-- Who wants no more alerts about a channel; channel 0 is the total.
CREATE TABLE alert_mutes (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    person       TEXT    NOT NULL CHECK (person <> ''),
    channel_id   INTEGER NOT NULL CHECK (channel_id >= 0),
    PRIMARY KEY (workspace_id, person, channel_id)
) STRICT;
