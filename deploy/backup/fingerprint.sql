-- What a backup is compared by: every table with its number of rows and a sum over all of them that knows no order.
-- The settings fix how rows are written as text.
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'iso_8601';
SET timezone = 'UTC';
SET bytea_output = 'hex';
SET extra_float_digits = 3;
SELECT format(
    'SELECT %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM %I.%I t',
    format('%I.%I', schemaname, tablename), schemaname, tablename)
FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
ORDER BY schemaname, tablename
\gexec
