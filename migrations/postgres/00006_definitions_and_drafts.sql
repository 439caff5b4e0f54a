-- +goose Up

-- What counts as a lead of a channel, in force from its month until a later row
-- says otherwise. What a channel was added with holds from before any month.
CREATE TABLE definitions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    channel_id   BIGINT           NOT NULL,
    text         TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
);

CREATE INDEX definitions_by_month ON definitions (workspace_id, month);

INSERT INTO definitions (workspace_id, month, channel_id, text, author, reason, recorded_at)
SELECT workspace_id, '0001-01', id, definition, '', '', '2000-01-01T00:00:00.000000Z'
FROM channels WHERE definition <> '';

-- Counts typed for a channel that does not exist, until a manager has decided.
-- They are no entries: nothing adds them up.
CREATE TABLE drafts (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    name         TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    folded       TEXT COLLATE "C" NOT NULL CHECK (folded <> ''),
    persona_id   BIGINT           NOT NULL,
    day          DATE             NOT NULL,
    count        BIGINT           NOT NULL CHECK (count >= 0),
    whole        BOOLEAN          NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    request      TEXT COLLATE "C" NOT NULL,
    kept_at      TIMESTAMPTZ      NOT NULL,
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'accepted', 'refused', 'withdrawn', 'closed')),
    decided_by   TEXT COLLATE "C" NOT NULL,
    decided_at   TIMESTAMPTZ,
    CHECK ((state = 'pending') = (decided_at IS NULL)),
    FOREIGN KEY (workspace_id, persona_id) REFERENCES personas (workspace_id, id)
);

CREATE INDEX drafts_by_name   ON drafts (workspace_id, folded);
CREATE INDEX drafts_by_author ON drafts (workspace_id, author, id);
