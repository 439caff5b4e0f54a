-- +goose Up

-- Who records in somebody's place, up to a last day or until they are back.
CREATE TABLE absences (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    person       TEXT COLLATE "C" NOT NULL CHECK (person <> ''),
    stand_in     TEXT COLLATE "C" NOT NULL CHECK (stand_in <> '' AND stand_in <> person),
    until        DATE,
    since        TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (workspace_id, person)
);

-- Who wants no more alerts about a channel; channel 0 is the total.
CREATE TABLE alert_mutes (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    person       TEXT COLLATE "C" NOT NULL CHECK (person <> ''),
    channel_id   BIGINT           NOT NULL CHECK (channel_id >= 0),
    PRIMARY KEY (workspace_id, person, channel_id)
);
