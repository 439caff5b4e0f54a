-- +goose Up

-- Who signed a month's SLA, for which side, and the digests of what they
-- signed. Rows are only ever added: a signature of something else than the plan
-- of today is kept, and holds no more.
CREATE TABLE signatures (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    side         TEXT    NOT NULL CHECK (side IN ('marketing', 'sales')),
    person       TEXT    NOT NULL CHECK (person <> ''),
    plan         TEXT    NOT NULL CHECK (plan <> ''),
    definitions  TEXT    NOT NULL CHECK (definitions <> ''),
    signed_at    TEXT    NOT NULL CHECK (signed_at LIKE '____-__-__T__:__:__.______Z')
) STRICT;

CREATE INDEX signatures_by_month ON signatures (workspace_id, month, id);
