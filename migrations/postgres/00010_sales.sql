-- +goose Up

-- When exactly a lead came in or was contacted, where somebody knows.
ALTER TABLE entries ADD COLUMN happened_at TIMESTAMPTZ;

CREATE INDEX entries_named_by_day ON entries (workspace_id, day) WHERE lead_ref <> '';

-- What sales promises: so many percent of the leads contacted within so much
-- working time, from its month on. Without a channel it holds for all of them; a
-- share of 0 promises nothing any more.
CREATE TABLE promises (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    channel_id   BIGINT,
    share        BIGINT           NOT NULL CHECK (share BETWEEN 0 AND 100),
    within       BIGINT           NOT NULL CHECK (within > 0),
    unit         TEXT COLLATE "C" NOT NULL CHECK (unit IN ('hours', 'days')),
    author       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    recorded_at  TIMESTAMPTZ      NOT NULL,
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
);

CREATE INDEX promises_by_month ON promises (workspace_id, month);
