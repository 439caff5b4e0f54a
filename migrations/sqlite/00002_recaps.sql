-- +goose Up

-- One row for each post there is at most one of. free_at is on the database's
-- own clock: nobody may take the row before it, be it for a lease or for a wait.
-- All other instants are civil time, which a demonstration moves.
CREATE TABLE recaps (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    conversation TEXT    NOT NULL CHECK (conversation <> ''),
    day          TEXT    NOT NULL CHECK (day IS date(day)),
    kind         TEXT    NOT NULL CHECK (kind <> ''),
    post_id      TEXT    NOT NULL UNIQUE,
    state        TEXT    NOT NULL CHECK (state IN ('due', 'claimed', 'sending', 'posted',
                                                   'missed', 'skipped', 'blocked', 'unconfirmed')),
    reason       TEXT    NOT NULL,
    asked_by     TEXT    NOT NULL,
    due_at       TEXT    NOT NULL CHECK (due_at LIKE '____-__-__T__:__:__.______Z'),
    attempts     INTEGER NOT NULL,
    absences     INTEGER NOT NULL,
    sent_at      TEXT    CHECK (sent_at LIKE '____-__-__T__:__:__.______Z'),
    posted_at    TEXT    CHECK (posted_at LIKE '____-__-__T__:__:__.______Z'),
    message_ts   TEXT    NOT NULL,
    late         INTEGER NOT NULL CHECK (late IN (FALSE, TRUE)),
    plain        INTEGER NOT NULL CHECK (plain IN (FALSE, TRUE)),
    owed         INTEGER NOT NULL CHECK (owed IN (FALSE, TRUE)),
    owner        TEXT    NOT NULL,
    epoch        INTEGER NOT NULL,
    free_at      TEXT    NOT NULL CHECK (free_at LIKE '____-__-__T__:__:__.______Z'),
    PRIMARY KEY (workspace_id, conversation, day, kind),
    CHECK ((state = 'posted') = (message_ts <> ''))
) STRICT;

CREATE INDEX recaps_by_day ON recaps (workspace_id, day);

-- What was posted, with the figures it was written from: version 1, and one more
-- for each edit.
CREATE TABLE recap_versions (
    workspace_id INTEGER NOT NULL,
    conversation TEXT    NOT NULL,
    day          TEXT    NOT NULL CHECK (day IS date(day)),
    kind         TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    edition      TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    blocks       TEXT    NOT NULL,
    written_at   TEXT    NOT NULL CHECK (written_at LIKE '____-__-__T__:__:__.______Z'),
    PRIMARY KEY (workspace_id, conversation, day, kind, version),
    FOREIGN KEY (workspace_id, conversation, day, kind)
        REFERENCES recaps (workspace_id, conversation, day, kind)
) STRICT;
