-- +goose Up

-- When exactly a lead came in or was contacted, where somebody knows.
ALTER TABLE entries ADD COLUMN happened_at TEXT CHECK (happened_at LIKE '____-__-__T__:__:__.______Z');

CREATE INDEX entries_named_by_day ON entries (workspace_id, day) WHERE lead_ref <> '';

-- What sales promises: so many percent of the leads contacted within so much
-- working time, from its month on. Without a channel it holds for all of them; a
-- share of 0 promises nothing any more.
CREATE TABLE promises (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    channel_id   INTEGER,
    share        INTEGER NOT NULL CHECK (share BETWEEN 0 AND 100),
    within       INTEGER NOT NULL CHECK (within > 0),
    unit         TEXT    NOT NULL CHECK (unit IN ('hours', 'days')),
    author       TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
) STRICT;

CREATE INDEX promises_by_month ON promises (workspace_id, month);
