-- +goose Up

-- Text is compared byte by byte (COLLATE "C"), as SQLite does.
CREATE TABLE workspaces (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team TEXT COLLATE "C" UNIQUE,
    name TEXT COLLATE "C" NOT NULL
);

-- At most one workspace of a name waits for a Slack workspace to take it over.
CREATE UNIQUE INDEX workspaces_without_team ON workspaces (name) WHERE team IS NULL;

CREATE TABLE settings (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    key          TEXT COLLATE "C" NOT NULL,
    value        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, key)
);

CREATE TABLE people (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    id           TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    locale       TEXT COLLATE "C" NOT NULL,
    admin        BOOLEAN          NOT NULL,
    manager      BOOLEAN          NOT NULL,
    guest        BOOLEAN          NOT NULL,
    stranger     BOOLEAN          NOT NULL,
    deactivated  BOOLEAN          NOT NULL,
    refreshed_at TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE personas (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    name         TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded       TEXT COLLATE "C" NOT NULL CHECK (folded <> ''),
    aliases      TEXT COLLATE "C" NOT NULL,
    archived     BOOLEAN          NOT NULL,
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, folded)
);

CREATE TABLE channels (
    id                 BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id       BIGINT           NOT NULL REFERENCES workspaces (id),
    name               TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded             TEXT COLLATE "C" NOT NULL CHECK (folded <> ''),
    aliases            TEXT COLLATE "C" NOT NULL,
    team               TEXT COLLATE "C" NOT NULL CHECK (team IN ('marketing', 'sales')),
    owner              TEXT COLLATE "C" NOT NULL,
    rhythm             TEXT COLLATE "C" NOT NULL CHECK (rhythm IN ('daily', 'weekly', 'occasional')),
    definition         TEXT COLLATE "C" NOT NULL,
    default_persona_id BIGINT,
    archived           BOOLEAN          NOT NULL,
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, folded),
    FOREIGN KEY (workspace_id, default_persona_id) REFERENCES personas (workspace_id, id)
);

CREATE TABLE exceptions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    first_day    DATE             NOT NULL,
    last_day     DATE             NOT NULL,
    working      BOOLEAN          NOT NULL,
    label        TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    CHECK (first_day <= last_day)
);

CREATE INDEX exceptions_by_day ON exceptions (workspace_id, first_day);

-- Rates, average sales and revenue targets, each in force from its month until
-- a later row says otherwise. Nothing is ever overwritten.
CREATE TABLE assumptions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    what         TEXT COLLATE "C" NOT NULL CHECK (what IN ('rate', 'sale', 'target')),
    channel_id   BIGINT,
    persona_id   BIGINT,
    rate         TEXT COLLATE "C",
    cents        BIGINT,
    source       TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    CHECK ((what = 'rate') = (rate IS NOT NULL)),
    CHECK ((what = 'rate') = (cents IS NULL)),
    CHECK ((what = 'rate') = (channel_id IS NOT NULL)),
    CHECK ((what = 'target') = (persona_id IS NULL)),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
);

CREATE INDEX assumptions_by_month ON assumptions (workspace_id, month);

CREATE TABLE commitments (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    channel_id   BIGINT           NOT NULL,
    persona_id   BIGINT           NOT NULL,
    leads        BIGINT           NOT NULL CHECK (leads >= 0),
    author       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
);

CREATE INDEX commitments_by_month ON commitments (workspace_id, month);

-- The days of one month that a channel's commitment covers; without days, the
-- whole month again.
CREATE TABLE spans (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    channel_id   BIGINT           NOT NULL,
    first_day    DATE,
    last_day     DATE,
    author       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    CHECK ((first_day IS NULL) = (last_day IS NULL)),
    CHECK (first_day <= last_day),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
);

CREATE INDEX spans_by_month ON spans (workspace_id, month);

-- One row for each delivery that writes, with what it was answered. It has no
-- foreign key: checking one locks the workspace's row, and every delivery would
-- write to that row.
CREATE TABLE requests (
    workspace_id BIGINT           NOT NULL,
    key          TEXT COLLATE "C" NOT NULL CHECK (key <> ''),
    asked        TEXT COLLATE "C" NOT NULL,
    answer       BYTEA            NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (workspace_id, key)
);

-- The ledger. Rows are only ever added. It has no foreign keys of its own to
-- workspace, channel and persona: each row's cell has a row of totals that does,
-- and checking there costs one look-up a cell instead of one an entry.
CREATE TABLE entries (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL,
    day          DATE             NOT NULL,
    monthly      BOOLEAN          NOT NULL,
    channel_id   BIGINT           NOT NULL,
    persona_id   BIGINT           NOT NULL,
    stage        TEXT COLLATE "C" NOT NULL
                 CHECK (stage IN ('lead', 'contacted', 'won', 'lost', 'rejected')),
    count        BIGINT           NOT NULL,
    amount_cents BIGINT           NOT NULL,
    lead_ref     TEXT COLLATE "C" NOT NULL,
    note         TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    source       TEXT COLLATE "C" NOT NULL CHECK (source IN ('typed', 'imported')),
    recorded_at  TIMESTAMPTZ      NOT NULL,
    request      TEXT COLLATE "C" NOT NULL,
    line         BIGINT           NOT NULL,
    reverses     BIGINT REFERENCES entries (id),
    import_key   TEXT COLLATE "C"
);

CREATE INDEX entries_by_cell    ON entries (workspace_id, day, channel_id, persona_id, stage);
CREATE INDEX entries_by_channel ON entries (workspace_id, channel_id, id);
CREATE INDEX entries_by_request ON entries (workspace_id, request);
CREATE INDEX entries_by_author  ON entries (workspace_id, author, id);
CREATE INDEX entries_by_lead    ON entries (workspace_id, lead_ref) WHERE lead_ref <> '';
CREATE UNIQUE INDEX entries_undone_once   ON entries (reverses) WHERE reverses IS NOT NULL;
CREATE UNIQUE INDEX entries_imported_once ON entries (workspace_id, import_key) WHERE import_key IS NOT NULL;

-- What the ledger adds up to, kept in the transaction that adds to it. Room is
-- left in each page so that a total is updated in place.
CREATE TABLE daily_totals (
    workspace_id BIGINT           NOT NULL,
    day          DATE             NOT NULL,
    channel_id   BIGINT           NOT NULL,
    persona_id   BIGINT           NOT NULL,
    stage        TEXT COLLATE "C" NOT NULL,
    count        BIGINT           NOT NULL,
    amount_cents BIGINT           NOT NULL,
    standing     BIGINT           NOT NULL,
    PRIMARY KEY (workspace_id, day, channel_id, persona_id, stage),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
) WITH (fillfactor = 70);

CREATE INDEX daily_totals_by_channel ON daily_totals (workspace_id, channel_id, stage, day);

-- The same for history that is only known month by month.
CREATE TABLE monthly_totals (
    workspace_id BIGINT           NOT NULL,
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    channel_id   BIGINT           NOT NULL,
    persona_id   BIGINT           NOT NULL,
    stage        TEXT COLLATE "C" NOT NULL,
    count        BIGINT           NOT NULL,
    amount_cents BIGINT           NOT NULL,
    standing     BIGINT           NOT NULL,
    PRIMARY KEY (workspace_id, month, channel_id, persona_id, stage),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
);

CREATE TABLE audit_log (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    recorded_at  TIMESTAMPTZ      NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    what         TEXT COLLATE "C" NOT NULL,
    old_value    TEXT COLLATE "C" NOT NULL,
    new_value    TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL
);

CREATE INDEX audit_log_by_workspace ON audit_log (workspace_id, id);
