-- Version 2 of the data: lists that stay fast.

-- Pages of a kind by id. The last column of an index is always the row id, which is `id`.
CREATE INDEX entity_of_kind ON entity (kind);
-- Records by their name and by their name elsewhere, as imports look for them.
CREATE INDEX entity_by_title ON entity (kind, json_extract(fields, '$.TITLE') COLLATE NOCASE)
    WHERE json_extract(fields, '$.TITLE') COLLATE NOCASE IS NOT NULL;
CREATE INDEX entity_by_origin ON entity (kind, json_extract(fields, '$.ORIGIN_ID') COLLATE NOCASE)
    WHERE json_extract(fields, '$.ORIGIN_ID') COLLATE NOCASE IS NOT NULL;
CREATE INDEX entity_by_originator ON entity (kind, json_extract(fields, '$.ORIGINATOR_ID') COLLATE NOCASE)
    WHERE json_extract(fields, '$.ORIGINATOR_ID') COLLATE NOCASE IS NOT NULL;
-- Records by telephone number, address and the like.
CREATE INDEX multifield_by_value ON multifield (type_id, value);

-- The making of a record is the first activity in its timeline.
UPDATE entity SET fields = json_set(
    fields,
    '$.LAST_ACTIVITY_BY', CAST(created_by AS TEXT),
    '$.LAST_ACTIVITY_TIME', strftime('%Y-%m-%dT%H:%M:%S+00:00', created_at, 'unixepoch')
);
