-- +goose Up

-- What counts as a lead of a channel, in force from its month until a later row
-- says otherwise. What a channel was added with holds from before any month.
CREATE TABLE definitions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    channel_id   INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
) STRICT;

CREATE INDEX definitions_by_month ON definitions (workspace_id, month);

INSERT INTO definitions (workspace_id, month, channel_id, text, author, reason, recorded_at)
SELECT workspace_id, '0001-01', id, definition, '', '', '2000-01-01T00:00:00.000000Z'
FROM channels WHERE definition <> '';

-- Counts typed for a channel that does not exist, until a manager has decided.
-- They are no entries: nothing adds them up.
CREATE TABLE drafts (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    name         TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded       TEXT    NOT NULL CHECK (folded <> ''),
    persona_id   INTEGER NOT NULL,
    day          TEXT    NOT NULL CHECK (day IS date(day)),
    count        INTEGER NOT NULL CHECK (count >= 0),
    whole        INTEGER NOT NULL CHECK (whole IN (FALSE, TRUE)),
    author       TEXT    NOT NULL,
    request      TEXT    NOT NULL,
    kept_at      TEXT    NOT NULL CHECK (kept_at LIKE '____-__-__T__:__:__.______Z'),
    state        TEXT    NOT NULL CHECK (state IN ('pending', 'accepted', 'refused', 'withdrawn', 'closed')),
    decided_by   TEXT    NOT NULL,
    decided_at   TEXT    CHECK (decided_at LIKE '____-__-__T__:__:__.______Z'),
    CHECK ((state = 'pending') = (decided_at IS NULL)),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) STRICT;

CREATE INDEX drafts_by_name   ON drafts (workspace_id, folded);
CREATE INDEX drafts_by_author ON drafts (workspace_id, author, id);
