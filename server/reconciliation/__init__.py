"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, final report of 10 April 2023).

OpenRefine and its like match a table's cells with entities here: `matching` scores candidates that the search index
finds, `properties` is the table of what can refine a match or be fetched afterwards, `requests` reads what clients send,
`manifest` says what the service can, `routes` answers. For users it is documented in docs/reconciliation.md.
"""

from server.reconciliation.routes import blueprint

__all__ = ["blueprint"]
