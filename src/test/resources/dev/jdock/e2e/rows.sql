CREATE TABLE rows AS SELECT generate_series(1, 100) AS n;
