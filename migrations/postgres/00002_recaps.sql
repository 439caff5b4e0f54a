-- +goose Up

-- One row for each post there is at most one of. free_at is on the database's
-- own clock: nobody may take the row before it, be it for a lease or for a wait.
-- All other instants are civil time, which a demonstration moves.
CREATE TABLE recaps (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    conversation TEXT COLLATE "C" NOT NULL CHECK (conversation <> ''),
    day          DATE             NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
    post_id      TEXT COLLATE "C" NOT NULL UNIQUE,
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('due', 'claimed', 'sending', 'posted',
                                                            'missed', 'skipped', 'blocked', 'unconfirmed')),
    reason       TEXT COLLATE "C" NOT NULL,
    asked_by     TEXT COLLATE "C" NOT NULL,
    due_at       TIMESTAMPTZ      NOT NULL,
    attempts     BIGINT           NOT NULL,
    absences     BIGINT           NOT NULL,
    sent_at      TIMESTAMPTZ,
    posted_at    TIMESTAMPTZ,
    message_ts   TEXT COLLATE "C" NOT NULL,
    late         BOOLEAN          NOT NULL,
    plain        BOOLEAN          NOT NULL,
    owed         BOOLEAN          NOT NULL,
    owner        TEXT COLLATE "C" NOT NULL,
    epoch        BIGINT           NOT NULL,
    free_at      TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (workspace_id, conversation, day, kind),
    CHECK ((state = 'posted') = (message_ts <> ''))
);

CREATE INDEX recaps_by_day ON recaps (workspace_id, day);

-- What was posted, with the figures it was written from: version 1, and one more
-- for each edit.
CREATE TABLE recap_versions (
    workspace_id BIGINT           NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    day          DATE             NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    version      BIGINT           NOT NULL CHECK (version > 0),
    edition      TEXT COLLATE "C" NOT NULL,
    text         TEXT COLLATE "C" NOT NULL,
    blocks       TEXT COLLATE "C" NOT NULL,
    written_at   TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (workspace_id, conversation, day, kind, version),
    FOREIGN KEY (workspace_id, conversation, day, kind)
        REFERENCES recaps (workspace_id, conversation, day, kind)
);
