-- Version 4 of the data: what users allowed applications, with the tokens for it.

CREATE TABLE oauth_grant (
    id TEXT PRIMARY KEY,
    -- The grant as JSON.
    state TEXT NOT NULL
) STRICT;
