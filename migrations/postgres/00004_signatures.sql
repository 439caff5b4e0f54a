-- +goose Up

-- Who signed a month's SLA, for which side, and the digests of what they
-- signed. Rows are only ever added: a signature of something else than the plan
-- of today is kept, and holds no more.
CREATE TABLE signatures (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    month        TEXT COLLATE "C" NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    side         TEXT COLLATE "C" NOT NULL CHECK (side IN ('marketing', 'sales')),
    person       TEXT COLLATE "C" NOT NULL CHECK (person <> ''),
    plan         TEXT COLLATE "C" NOT NULL CHECK (plan <> ''),
    definitions  TEXT COLLATE "C" NOT NULL CHECK (definitions <> ''),
    signed_at    TIMESTAMPTZ      NOT NULL
);

CREATE INDEX signatures_by_month ON signatures (workspace_id, month, id);
