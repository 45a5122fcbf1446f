"""The stored queries: `/api/NAME.csv?bloc=...`, for programs and spreadsheets that write no SPARQL.

`collection` has the queries, `kinds` the kinds of their parameters, `values` finds what a client names in the release, `asking` reads a
request, `replies` answers it, `openapi` and `guide` tell of all this to programs and to people. `docs/stored-queries.md` is for readers.
"""
