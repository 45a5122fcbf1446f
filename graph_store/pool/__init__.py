"""Queries in worker processes that are killed at their deadline.

`engine.PoolEngine`, in the server's process, starts a supervisor (`supervisor`), which has the release ready and forks
workers (`worker`) that share it; each answers one query at a time over a socket of its own (`wire`).
"""
