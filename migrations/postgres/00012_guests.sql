-- +goose Up

-- The channels that a manager lets a guest of the Slack workspace record for.
CREATE TABLE guest_channels (
    workspace_id BIGINT           NOT NULL REFERENCES workspaces (id),
    person       TEXT COLLATE "C" NOT NULL CHECK (person <> ''),
    channel_id   BIGINT           NOT NULL,
    PRIMARY KEY (workspace_id, person, channel_id),
    FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
);

-- Who had a channel, and who followed it up, when they left; '' once somebody has
-- been named in their place, or nobody is to be.
ALTER TABLE channels ADD COLUMN left_by TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE channels ADD COLUMN sales_left_by TEXT COLLATE "C" NOT NULL DEFAULT '';
