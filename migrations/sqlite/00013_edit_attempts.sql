-- +goose Up

-- How often an edit was tried is apart from how often the post itself was: that is
-- part of its receipt.
ALTER TABLE recaps ADD COLUMN edit_attempts INTEGER NOT NULL DEFAULT 0 CHECK (edit_attempts >= 0);
