-- +goose Up

-- Who of sales follows up a channel's leads; nobody when empty.
ALTER TABLE channels ADD COLUMN sales_owner TEXT COLLATE "C" NOT NULL DEFAULT '';
