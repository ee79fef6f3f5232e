-- Version 3 of the data: lists of own records.

-- Records by the responsible user, for users who may read no others. The last column of an index is always the row id,
-- which is `id`.
CREATE INDEX entity_by_assigned ON entity (kind, CAST(json_extract(fields, '$.ASSIGNED_BY_ID') AS INTEGER));

-- Of two indexes that look equally good SQLite takes the one that was made last. A name says more about a record than
-- its responsible user does.
DROP INDEX entity_by_title;
DROP INDEX entity_by_origin;
DROP INDEX entity_by_originator;
CREATE INDEX entity_by_title ON entity (kind, json_extract(fields, '$.TITLE') COLLATE NOCASE)
    WHERE json_extract(fields, '$.TITLE') COLLATE NOCASE IS NOT NULL;
CREATE INDEX entity_by_origin ON entity (kind, json_extract(fields, '$.ORIGIN_ID') COLLATE NOCASE)
    WHERE json_extract(fields, '$.ORIGIN_ID') COLLATE NOCASE IS NOT NULL;
CREATE INDEX entity_by_originator ON entity (kind, json_extract(fields, '$.ORIGINATOR_ID') COLLATE NOCASE)
    WHERE json_extract(fields, '$.ORIGINATOR_ID') COLLATE NOCASE IS NOT NULL;
