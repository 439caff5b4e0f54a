-- +goose Up

-- STRICT and the checks make this as stern as PostgreSQL. Instants are UTC text
-- of one width, so that their order as text is their order in time.
CREATE TABLE workspaces (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    team TEXT UNIQUE,
    name TEXT NOT NULL
) STRICT;

-- At most one workspace of a name waits for a Slack workspace to take it over.
CREATE UNIQUE INDEX workspaces_without_team ON workspaces (name) WHERE team IS NULL;

CREATE TABLE settings (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    key          TEXT    NOT NULL,
    value        TEXT    NOT NULL,
    PRIMARY KEY (workspace_id, key)
) STRICT;

CREATE TABLE people (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    locale       TEXT    NOT NULL,
    admin        INTEGER NOT NULL CHECK (admin IN (FALSE, TRUE)),
    manager      INTEGER NOT NULL CHECK (manager IN (FALSE, TRUE)),
    guest        INTEGER NOT NULL CHECK (guest IN (FALSE, TRUE)),
    stranger     INTEGER NOT NULL CHECK (stranger IN (FALSE, TRUE)),
    deactivated  INTEGER NOT NULL CHECK (deactivated IN (FALSE, TRUE)),
    refreshed_at TEXT    NOT NULL CHECK (refreshed_at LIKE '____-__-__T__:__:__.______Z'),
    PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE personas (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    name         TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded       TEXT    NOT NULL CHECK (folded <> ''),
    aliases      TEXT    NOT NULL,
    archived     INTEGER NOT NULL CHECK (archived IN (FALSE, TRUE)),
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, folded)
) STRICT;

CREATE TABLE channels (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id       INTEGER NOT NULL REFERENCES workspaces (id),
    name               TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded             TEXT    NOT NULL CHECK (folded <> ''),
    aliases            TEXT    NOT NULL,
    team               TEXT    NOT NULL CHECK (team IN ('marketing', 'sales')),
    owner              TEXT    NOT NULL,
    rhythm             TEXT    NOT NULL CHECK (rhythm IN ('daily', 'weekly', 'occasional')),
    definition         TEXT    NOT NULL,
    default_persona_id INTEGER,
    archived           INTEGER NOT NULL CHECK (archived IN (FALSE, TRUE)),
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, folded),
    FOREIGN KEY (workspace_id, default_persona_id) REFERENCES personas (workspace_id, id)
) STRICT;

CREATE TABLE exceptions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    first_day    TEXT    NOT NULL CHECK (first_day IS date(first_day)),
    last_day     TEXT    NOT NULL CHECK (last_day IS date(last_day)),
    working      INTEGER NOT NULL CHECK (working IN (FALSE, TRUE)),
    label        TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    CHECK (first_day <= last_day)
) STRICT;

CREATE INDEX exceptions_by_day ON exceptions (workspace_id, first_day);

-- Rates, average sales and revenue targets, each in force from its month until
-- a later row says otherwise. Nothing is ever overwritten.
CREATE TABLE assumptions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    what         TEXT    NOT NULL CHECK (what IN ('rate', 'sale', 'target')),
    channel_id   INTEGER,
    persona_id   INTEGER,
    rate         TEXT,
    cents        INTEGER,
    source       TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    CHECK ((what = 'rate') = (rate IS NOT NULL)),
    CHECK ((what = 'rate') = (cents IS NULL)),
    CHECK ((what = 'rate') = (channel_id IS NOT NULL)),
    CHECK ((what = 'target') = (persona_id IS NULL)),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) STRICT;

CREATE INDEX assumptions_by_month ON assumptions (workspace_id, month);

CREATE TABLE commitments (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    channel_id   INTEGER NOT NULL,
    persona_id   INTEGER NOT NULL,
    leads        INTEGER NOT NULL CHECK (leads >= 0),
    author       TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) STRICT;

CREATE INDEX commitments_by_month ON commitments (workspace_id, month);

-- The days of one month that a channel's commitment covers; without days, the
-- whole month again.
CREATE TABLE spans (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    channel_id   INTEGER NOT NULL,
    first_day    TEXT    CHECK (first_day IS date(first_day)),
    last_day     TEXT    CHECK (last_day IS date(last_day)),
    author       TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    CHECK ((first_day IS NULL) = (last_day IS NULL)),
    CHECK (first_day <= last_day),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
) STRICT;

CREATE INDEX spans_by_month ON spans (workspace_id, month);

-- One row for each delivery that writes, with what it was answered. It has no
-- foreign key: checking one locks the workspace's row, and every delivery would
-- write to that row.
CREATE TABLE requests (
    workspace_id INTEGER NOT NULL,
    key          TEXT    NOT NULL CHECK (key <> ''),
    asked        TEXT    NOT NULL,
    answer       BLOB    NOT NULL,
    author       TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    PRIMARY KEY (workspace_id, key)
) STRICT;

-- The ledger. Rows are only ever added. It has no foreign keys of its own to
-- workspace, channel and persona: each row's cell has a row of totals that does,
-- and checking there costs one look-up a cell instead of one an entry.
CREATE TABLE entries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    day          TEXT    NOT NULL CHECK (day IS date(day)),
    monthly      INTEGER NOT NULL CHECK (monthly IN (FALSE, TRUE)),
    channel_id   INTEGER NOT NULL,
    persona_id   INTEGER NOT NULL,
    stage        TEXT    NOT NULL
                 CHECK (stage IN ('lead', 'contacted', 'won', 'lost', 'rejected')),
    count        INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    lead_ref     TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    source       TEXT    NOT NULL CHECK (source IN ('typed', 'imported')),
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    request      TEXT    NOT NULL,
    line         INTEGER NOT NULL,
    reverses     INTEGER REFERENCES entries (id),
    import_key   TEXT
) STRICT;

CREATE INDEX entries_by_cell    ON entries (workspace_id, day, channel_id, persona_id, stage);
CREATE INDEX entries_by_channel ON entries (workspace_id, channel_id, id);
CREATE INDEX entries_by_request ON entries (workspace_id, request);
CREATE INDEX entries_by_author  ON entries (workspace_id, author, id);
CREATE INDEX entries_by_lead    ON entries (workspace_id, lead_ref) WHERE lead_ref <> '';
CREATE UNIQUE INDEX entries_undone_once   ON entries (reverses) WHERE reverses IS NOT NULL;
CREATE UNIQUE INDEX entries_imported_once ON entries (workspace_id, import_key) WHERE import_key IS NOT NULL;

-- What the ledger adds up to, kept in the transaction that adds to it. Rows are
-- stored in the order of the key, a month's side by side.
CREATE TABLE daily_totals (
    workspace_id INTEGER NOT NULL,
    day          TEXT    NOT NULL CHECK (day IS date(day)),
    channel_id   INTEGER NOT NULL,
    persona_id   INTEGER NOT NULL,
    stage        TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    standing     INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, day, channel_id, persona_id, stage),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX daily_totals_by_channel ON daily_totals (workspace_id, channel_id, stage, day);

-- The same for history that is only known month by month.
CREATE TABLE monthly_totals (
    workspace_id INTEGER NOT NULL,
    month        TEXT    NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    channel_id   INTEGER NOT NULL,
    persona_id   INTEGER NOT NULL,
    stage        TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    standing     INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, month, channel_id, persona_id, stage),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    recorded_at  TEXT    NOT NULL CHECK (recorded_at LIKE '____-__-__T__:__:__.______Z'),
    author       TEXT    NOT NULL,
    what         TEXT    NOT NULL,
    old_value    TEXT    NOT NULL,
    new_value    TEXT    NOT NULL,
    reason       TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_log_by_workspace ON audit_log (workspace_id, id);
