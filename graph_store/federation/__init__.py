"""SPARQL 1.1 Federated Query (W3C, 2013): SERVICE to endpoints that the maintainer lists.

The engine evaluates no SERVICE and its workers reach no network. A clause is found in the query's text (`clauses`), what is known of its
variables is looked up here (`bindings`), the endpoint is asked (`services`) and its answer put in the clause's place as a block of data
(`rewriting`), which means the same: a SERVICE clause joins, and so does VALUES. `engine` brings it together.
"""
